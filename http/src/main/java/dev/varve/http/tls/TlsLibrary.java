package dev.varve.http.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/// Who does the cryptography.
public enum TlsLibrary {
  /// BoringSSL, in native code.
  BORINGSSL(SslProvider.OPENSSL),
  /// The JDK: everywhere, slower, without stapling, post-quantum groups and tickets of ours.
  JDK(SslProvider.JDK);

  private final SslProvider provider;

  TlsLibrary(SslProvider provider) {
    this.provider = provider;
  }

  /// BoringSSL where it loads, else the JDK.
  public static TlsLibrary best() {
    return OpenSsl.isAvailable() ? BORINGSSL : JDK;
  }

  SslProvider provider() {
    return provider;
  }
}
