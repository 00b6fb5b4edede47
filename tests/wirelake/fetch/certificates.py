"""An authority of the tests, and a TLS server on loopback with a certificate of its making."""

import socket
import ssl
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.wirelake.fetch.hostile_server import HostileServer

DAY = timedelta(days=1)


class Authority:
    """Signs certificates; ``path`` is its own as PEM."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = _name("Authority of the tests")
        own = _builder(self._name, self._name, self._key, DAY).add_extension(
            x509.BasicConstraints(ca=True, path_length=None), critical=True
        )
        self.path = folder / "authority.pem"
        self.path.write_bytes(own.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))

    def certificate(self, host: str, *, expired: bool = False, self_signed: bool = False) -> Path:
        """A PEM file with a key and a certificate for the host."""
        key = ec.generate_private_key(ec.SECP256R1())
        name = _name(host)
        issuer, signer = (name, key) if self_signed else (self._name, self._key)
        builder = _builder(name, issuer, key, -DAY if expired else DAY)
        names = x509.SubjectAlternativeName([x509.DNSName(host)])
        signed = builder.add_extension(names, critical=False).sign(signer, hashes.SHA256())
        path = self._folder / f"{host}-{expired}-{self_signed}.pem"
        plain = serialization.NoEncryption()
        path.write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
            + signed.public_bytes(serialization.Encoding.PEM)
        )
        return path


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, until: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 3 * DAY)
        .not_valid_after(now + until)
    )


class TlsServer(HostileServer):
    """Answers as its parent does, over TLS; ``newest`` is the newest version that it speaks."""

    def __init__(self, certificate: Path, newest: ssl.TLSVersion | None = None) -> None:
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._context.load_cert_chain(certificate)
        self.names: list[str | None] = []  # that were asked for by SNI
        self._context.sni_callback = lambda _sock, name, _context: self.names.append(name)
        if newest is not None:
            self._context.set_ciphers("ALL:@SECLEVEL=0")
            self._context.minimum_version = ssl.TLSVersion.TLSv1
            self._context.maximum_version = newest
        super().__init__()
        self.url = self.url.replace("http:", "https:")

    def __enter__(self) -> Self:
        return self

    def _converse(self, connection: socket.socket) -> None:
        connection.settimeout(10)
        with suppress(OSError):
            super()._converse(self._context.wrap_socket(connection, server_side=True))


class SlowHandshake:
    """Accepts and then sends the bytes of a TLS record one by one."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self) -> None:
        with suppress(OSError):
            while not self.ended.is_set():
                connection, _ = self._listener.accept()
                threading.Thread(target=self._drip, args=(connection,), daemon=True).start()

    def _drip(self, connection: socket.socket) -> None:
        record = b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc\x03\x03" + bytes(16_000)
        with connection, suppress(OSError):
            for number in range(len(record)):
                if self.ended.wait(0.05):
                    return
                connection.sendall(record[number : number + 1])
