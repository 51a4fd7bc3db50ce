package dev.varve.http.h1;

import dev.varve.http.Digits;
import dev.varve.http.FieldName;
import dev.varve.http.Fields;
import dev.varve.http.Request;
import dev.varve.http.Version;
import dev.varve.http.net.Scratch;
import org.jspecify.annotations.Nullable;

/// The heads a connection answers with: the fields of the handler, and what frames the body and
/// concerns the connection.
final class AnswerHead {
  private AnswerHead() {}

  /// Whether an answer has no body, whatever its handler gives.
  static boolean isBodiless(Request request, int status) {
    return request.isHead() || status == 204 || status == 304;
  }

  /// Writes an interim answer.
  static void inform(H1Connection to, int interim, Fields fields) {
    Scratch head = to.loop().scratch();
    HeadWriter.statusLine(head, interim);
    HeadWriter.responseFields(head, fields);
    HeadWriter.end(head);
    to.out().put(head);
  }

  static int tunnelStatus(@Nullable String protocol) {
    return protocol == null ? 200 : 101;
  }

  /// Writes the answer that begins a tunnel, of a protocol or for CONNECT.
  static void tunnel(H1Connection to, Fields fields, @Nullable String protocol) {
    Scratch head = to.loop().scratch();
    HeadWriter.statusLine(head, tunnelStatus(protocol));
    HeadWriter.responseFields(head, fields);
    if (protocol != null) {
      HeadWriter.upgrade(head, protocol);
    }
    HeadWriter.end(head);
    to.out().put(head);
  }

  /// Writes the head of an answer whose body has so many bytes, or less than none when unknown.
  static void write(H1Connection to, H1Exchange exchange, Fields fields, long length) {
    Request request = exchange.request();
    int status = exchange.status();
    boolean old = request.version() == Version.HTTP_1_0;
    Scratch head = to.loop().scratch();
    HeadWriter.statusLine(head, status);
    if (!HeadWriter.responseFields(head, fields)) {
      HeadWriter.date(head, to.loop().date());
    }
    byte[] alternative = to.serving().alternative();
    if (alternative != null && !fields.contains(FieldName.ALT_SVC)) {
      HeadWriter.alternative(head, alternative);
    }
    if (isBodiless(request, status)) {
      lengthWithoutBody(head, fields, status, length);
    } else if (length >= 0) {
      HeadWriter.length(head, length);
    } else if (!old) {
      HeadWriter.chunked(head);
    }
    if (to.isClosing()) {
      HeadWriter.close(head);
    } else if (old) {
      HeadWriter.keepAlive(head);
    }
    HeadWriter.end(head);
    to.out().put(head);
  }

  /// What GET would have said, where the handler knows it.
  private static void lengthWithoutBody(Scratch head, Fields fields, int status, long length) {
    int given = fields.find(FieldName.CONTENT_LENGTH);
    if (status == 204) {
      return;
    }
    long number = length > 0 && status != 304 ? length : -1;
    if (given >= 0) {
      int from = fields.valueOffset(given);
      number = Digits.parse(fields.array(), from, from + fields.valueLength(given));
    }
    if (number >= 0) {
      HeadWriter.length(head, number);
    }
  }
}
