"""A mail server that checks SCRAM with programs of others: TLS and its bindings by Python, the mechanism by Cyrus SASL, GNU SASL or
PostgreSQL. It takes and forgets mail of users who have proved that they are alice. Its standard output tells the port, then
each exchange: the mechanism, the gs2-header and the outcome."""
import argparse
import base64
import binascii
import ctypes
import hashlib
import socket
import ssl
import struct
import subprocess


class Refused(Exception):
    pass


def binding(stream, kind, certificate):
    """The data of RFC 5929, spoilt on demand: then it is that of another session or certificate."""
    data = stream.get_channel_binding("tls-unique") if kind == "tls-unique" else hashlib.sha256(certificate).digest()
    return bytes(octet ^ 1 for octet in data) if options.spoil else data


class Cyrus:
    """libsasl2, with the users of a sasldb (SASL_CONF_PATH says where)."""

    class Binding(ctypes.Structure):
        _fields_ = [("name", ctypes.c_char_p), ("critical", ctypes.c_int), ("len", ctypes.c_ulong), ("data", ctypes.c_char_p)]

    CHANNEL_BINDING = 21
    OK, CONTINUE = 0, 1

    def __init__(self):
        self.sasl = ctypes.CDLL("libsasl2.so.2")
        if self.sasl.sasl_server_init(None, b"acceptor") != self.OK:
            raise OSError("sasl_server_init")

    def exchange(self, mechanism, first, ask, data):
        connection = ctypes.c_void_p()
        self.sasl.sasl_server_new(b"smtp", b"localhost", b"localhost", None, None, None, 0, ctypes.byref(connection))
        bound = self.Binding(options.binding.encode(), 0, len(data), data)
        self.sasl.sasl_setprop(connection, self.CHANNEL_BINDING, ctypes.byref(bound))
        out, length = ctypes.c_void_p(), ctypes.c_uint()
        result = self.sasl.sasl_server_start(
            connection, mechanism.encode(), first, len(first), ctypes.byref(out), ctypes.byref(length))
        while result == self.CONTINUE:
            answer = ask(ctypes.string_at(out, length.value))
            result = self.sasl.sasl_server_step(connection, answer, len(answer), ctypes.byref(out), ctypes.byref(length))
        self.sasl.sasl_errdetail.restype = ctypes.c_char_p
        detail = self.sasl.sasl_errdetail(connection)
        self.sasl.sasl_dispose(ctypes.byref(connection))
        if result != self.OK:
            raise Refused(detail.decode())


class Gnu:
    """The command gsasl as a server on its standard input and output."""

    def exchange(self, mechanism, first, ask, data):
        command = ["stdbuf", "-o0", "gsasl", "--server", "--quiet", "-m", mechanism, "-a", "alice", "-p", "secret"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as self.server:
            self.say(first)
            if not first.startswith(b"n"):
                self.say(data)
            for line in self.server.stdout:
                challenge = self.challenge(line)
                if challenge is not None:
                    self.say(ask(challenge))
                    # What would follow is the security layer, which SCRAM has not.
                    if challenge.startswith(b"v="):
                        self.server.stdin.close()
            complaint = self.server.stderr.read().decode()
        if self.server.returncode:
            raise Refused(complaint)

    def say(self, octets):
        self.server.stdin.write(base64.b64encode(octets) + b"\n")
        self.server.stdin.flush()

    @staticmethod
    def challenge(line):
        """The message in a line of output; None: there is none, or only the prompt for it."""
        try:
            octets = base64.b64decode(line.strip().split(b" ")[-1], validate=True)
        except binascii.Error:
            return None
        return octets if octets[:2] in (b"r=", b"v=", b"e=") else None


class Postgres:
    """A server of PostgreSQL with the same certificate, to which the messages are passed on (SASL in its protocol, version 3)."""

    def exchange(self, mechanism, first, ask, data):
        with socket.create_connection(("127.0.0.1", options.postgres)) as plain:
            plain.sendall(struct.pack("!ii", 8, 80877103))
            if plain.recv(1) != b"S":
                raise OSError("no TLS")
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            with context.wrap_socket(plain) as self.stream:
                self.send(b"", struct.pack("!i", 196608) + b"user\0alice\0database\0postgres\0\0")
                self.receive(10)
                self.send(b"p", mechanism.encode() + b"\0" + struct.pack("!i", len(first)) + first)
                self.send(b"p", ask(self.receive(11)))
                ask(self.receive(12))

    def send(self, kind, body):
        self.stream.sendall(kind + struct.pack("!i", len(body) + 4) + body)

    def receive(self, step):
        head = self.read(5)
        body = self.read(struct.unpack("!i", head[1:])[0] - 4)
        if head[:1] != b"R" or struct.unpack("!i", body[:4])[0] != step:
            raise Refused(body.replace(b"\0", b" ").decode())
        return body[4:]

    def read(self, count):
        octets = b""
        while len(octets) < count:
            more = self.stream.recv(count - len(octets))
            if not more:
                raise Refused("the connection ended")
            octets += more
        return octets


class Session:
    """RFC 5321 and RFC 4954, as far as one client needs them."""

    def __init__(self, stream, backend, certificate):
        self.stream, self.backend, self.certificate = stream, backend, certificate
        self.lines = stream.makefile("rb")

    def reply(self, text):
        self.stream.sendall(text.encode() + b"\r\n")

    def ask(self, challenge):
        self.reply("334 " + base64.b64encode(challenge).decode())
        line = self.lines.readline().strip()
        if line == b"*":
            raise Refused("the client gave up")
        return base64.b64decode(line)

    def run(self):
        self.reply("220 localhost ESMTP")
        for line in self.lines:
            words = line.decode().split()
            verb = words[0].upper() if words else ""
            if verb == "EHLO":
                self.reply("250-localhost\r\n250 AUTH " + options.offer)
            elif verb == "AUTH":
                self.authenticate(words[1])
            elif verb == "DATA":
                self.reply("354 go on")
                while self.lines.readline() not in (b".\r\n", b""):
                    pass
                self.reply("250 2.0.0 taken and forgotten")
            elif verb == "QUIT":
                self.reply("221 bye")
                return
            else:
                self.reply("250 2.0.0 ok")

    def authenticate(self, mechanism):
        first = self.ask(b"")
        header = ",".join(first.decode().split(",")[:2])
        outcome = "accepted"
        try:
            data = binding(self.stream, options.binding, self.certificate)
            self.backend.exchange(mechanism, first, self.ask, data)
            self.reply("235 2.7.0 accepted")
        except Refused as refusal:
            outcome = f"refused: {refusal}".replace("\n", " ")
            self.reply("535 5.7.8 refused")
        print(mechanism, header, outcome, flush=True)


def main():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.key)
    context.minimum_version = context.maximum_version = ssl.TLSVersion[options.tls]
    with open(options.certificate, encoding="ascii") as file:
        certificate = ssl.PEM_cert_to_DER_cert(file.read())
    backend = {"cyrus": Cyrus, "gnu": Gnu, "postgres": Postgres}[options.by]()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        print(listener.getsockname()[1], flush=True)
        while True:
            plain, _ = listener.accept()
            try:
                with context.wrap_socket(plain, server_side=True) as stream:
                    stream.settimeout(20)
                    Session(stream, backend, certificate).run()
            except OSError as error:
                print("lost:", error, flush=True)


arguments = argparse.ArgumentParser()
for name in ("certificate", "key", "tls", "binding", "offer", "by"):
    arguments.add_argument("--" + name, required=True)
arguments.add_argument("--postgres", type=int)
arguments.add_argument("--spoil", action="store_true")
options = arguments.parse_args()
main()
