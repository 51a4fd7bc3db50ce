package dev.varve.graph.term;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TermsTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.0.1, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "0.0.0.0/0, ::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "::/0, ::ffff:1.2.3.4, true",
  })
  void knowsWhichAddressesANetworkHolds(String network, String address, boolean within) {
    byte[] candidate = Network.parse(address).address();
    assertThat(Network.parse(network).contains(candidate)).isEqualTo(within);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0",
        "10.0.0.256",
        "010.0.0.1",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/-1",
        ":::",
        "1::2::3",
        "1:2:3:4:5:6:7:8:9",
        "12345::",
        "localhost",
        "::1/129",
        "1:2:3:4:5:6:7::8"
      })
  void refusesWhatIsNoNetwork(String text) {
    assertThatThrownBy(() -> Network.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("must ");
  }

  @Test
  void readsAddresses() {
    assertThat(Address.parse(":80", true)).isEqualTo(new Address("", 80, ""));
    assertThat(Address.parse("[::1]:80", false)).isEqualTo(new Address("0:0:0:0:0:0:0:1", 80, ""));
    assertThat(Address.parse("unix:/run/a.sock", false).socket()).isEqualTo("/run/a.sock");
    assertThatThrownBy(() -> Address.parse(":80", false)).hasMessageContaining("but is ':80'");
    assertThatThrownBy(() -> Address.parse("a:0", false)).hasMessageContaining("but is 'a:0'");
  }

  @Test
  void splitsTemplatesIntoParts() {
    assertThat(Template.parse("a{{b}} {param.id}/{host}").parts())
        .containsExactly(
            new Template.Text("a{b} "),
            new Template.Placeholder("param", "id"),
            new Template.Text("/"),
            new Template.Placeholder("host", ""));
    assertThat(Template.parse("x").isConstant()).isTrue();
  }

  @Test
  void foldsHosts() {
    assertThat(Terms.hostName("WWW.Bücher.Example.")).isEqualTo("www.xn--bcher-kva.example");
    assertThat(Statuses.contains("200-299,404", 404)).isTrue();
    assertThat(Statuses.contains("200-299,404", 403)).isFalse();
  }
}
