"""A certificate and a configuration with two ports, in a folder; prints the ports: prepare.py FOLDER."""
import datetime
import pathlib
import socket
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

folder = pathlib.Path(sys.argv[1])
key = ec.generate_private_key(ec.SECP256R1())
name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "one.test")])
now = datetime.datetime.now(datetime.timezone.utc)
certificate = (
    x509.CertificateBuilder()
    .subject_name(name)
    .issuer_name(name)
    .public_key(key.public_key())
    .serial_number(x509.random_serial_number())
    .not_valid_before(now - datetime.timedelta(hours=1))
    .not_valid_after(now + datetime.timedelta(days=2))
    .add_extension(x509.SubjectAlternativeName([x509.DNSName("one.test")]), critical=False)
    .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    .sign(key, hashes.SHA256())
)
(folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
(folder / "key.pem").write_bytes(
    key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
)


def free():
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        udp.bind(tcp.getsockname())
        return tcp.getsockname()[1]


ports = free(), free()
(folder / "varve.yaml").write_text(
    f"""
listen:
  https: {{address: '127.0.0.1:{ports[0]}', protocols: [h1, h2, h3], quic: {{retry: always}}}}
  early: {{address: '127.0.0.1:{ports[1]}', tls: true, protocols: [h1, h3], quic: {{earlyData: true}}}}
tls: {{certificates: {{certificate: cert.pem, key: key.pem}}}}
sites:
  '*':
    - {{path: /hello, respond: {{body: hello over HTTP/3}}}}
    - {{path: /echo, respond: {{body: taken}}}}
    - {{path: '/files/*', stripPrefix: /files, static: {{dir: files}}}}
"""
)
print(*ports)
