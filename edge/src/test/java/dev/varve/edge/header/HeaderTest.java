package dev.varve.edge.header;

import static org.assertj.core.api.Assertions.assertThat;

import dev.varve.http.Fields;
import org.junit.jupiter.api.Test;

class HeaderTest {
  @Test
  void hopByHopFieldsAndThoseNamedByConnectionStayBehind() {
    Fields from =
        Fields.of(
            "Connection", "keep-alive, X-Secret-Hop",
            "Keep-Alive", "5",
            "x-secret-hop", "1",
            "Transfer-Encoding", "chunked",
            "Upgrade", "h2c",
            "Proxy-Authorization", "Basic x",
            "Proxy-Connection", "keep-alive",
            "TE", "trailers, deflate",
            "HTTP2-Settings", "a",
            "Accept", "a",
            "Accept", "b",
            "Hostname-X", "kept",
            "Connection-Info", "kept");
    var to = new Fields();

    HopByHop.copy(from, to);

    assertThat(to.toString())
        .isEqualTo("Accept: a\nAccept: b\nHostname-X: kept\nConnection-Info: kept\nte: trailers\n");
  }

  @Test
  void everySetCookieSurvives() {
    var to = new Fields();

    HopByHop.copy(Fields.of("Set-Cookie", "a=1", "Set-Cookie", "b=2", "Connection", "close"), to);

    assertThat(to.toString()).isEqualTo("Set-Cookie: a=1\nSet-Cookie: b=2\n");
  }

  @Test
  void forwardingFieldsAreDeletedInDashAndUnderscoreForms() {
    Fields fields =
        Fields.of(
            "X-Forwarded-For", "1.2.3.4",
            "x_forwarded_for", "1.2.3.4",
            "X-Forwarded_Proto", "https",
            "X-Forwarded-Anything", "x",
            "Forwarded", "for=1.2.3.4",
            "X-Real-IP", "1",
            "X_Real_Ip", "1",
            "X-Forward", "kept",
            "Forwarded-To", "kept",
            "X-Real-IPs", "kept");

    Forwarding.remove(fields);

    assertThat(fields.toString())
        .isEqualTo("X-Forward: kept\nForwarded-To: kept\nX-Real-IPs: kept\n");
  }
}
