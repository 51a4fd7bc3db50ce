package dev.varve.http;

import dev.varve.base.Code;
import dev.varve.base.Exit;

/// What can go wrong with the wire, as far as people have to know.
public enum HttpCode implements Code {
  PORT_BUSY(
      "E1501",
      "port is busy",
      "Another program listens on the address. Stop it, or choose another port.",
      Exit.CONFLICT),
  PORT_REFUSED(
      "E1502",
      "port may not be opened",
      "Ports below 1024 need root, the capability CAP_NET_BIND_SERVICE, or a lower"
          + " net.ipv4.ip_unprivileged_port_start.",
      Exit.NOT_ALLOWED),
  ADDRESS_UNUSABLE(
      "E1503",
      "address cannot be listened on",
      "The address does not belong to this machine, or the path of the socket cannot be written.",
      Exit.FAILED),
  CERTIFICATE_UNUSABLE(
      "E1504",
      "certificate cannot be used",
      "The certificate chain and the private key must be PEM and belong together.",
      Exit.INVALID),
  TLS_UNUSABLE(
      "E1505",
      "TLS settings cannot be used",
      "The TLS library refused the settings; the message says which.",
      Exit.INVALID);

  private final String id;
  private final String title;
  private final String explanation;
  private final Exit exit;

  HttpCode(String id, String title, String explanation, Exit exit) {
    this.id = id;
    this.title = title;
    this.explanation = explanation;
    this.exit = exit;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String explanation() {
    return explanation;
  }

  @Override
  public Exit exit() {
    return exit;
  }
}
