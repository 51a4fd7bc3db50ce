package dev.varve.store.rocksdb;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The families of keys in the database, in the order in which it is opened.
///
/// ```
/// DEFAULT  format  -> format:u32
///          store   -> store:u64
///          last    -> seq:u64
///          state   -> seq:u64 time:u64 keys:u64 bytes
///          removed namespace:u32 -> through:u64 versions:u64 bytes:u64 keys:u64
/// RECORDS  seq:u64 -> record
/// HEADS    namespace:u32 key -> seq:u64
/// ```
///
/// Numbers are big endian. A record is as in [dev.varve.store.record.RecordLayout], never packed,
/// its epoch 0 and its checksum bound to segment 0. The state is what opening starts from; what was
/// removed counts from the beginning.
enum Family {
  DEFAULT,
  RECORDS,
  HEADS;

  byte[] bytes() {
    return name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
  }
}
