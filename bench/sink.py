"""A mail server that takes every mail and forgets it: `python -m bench.sink` prints its port.

It is our own because aiosmtpd takes a millisecond a mail, longer than a mail takes to be sent: it
would be the limit. This one knows just enough of SMTP for one client that waits for each answer,
and answers NOOP with the number of mails that it has taken.
"""

import asyncio

END = b"\r\n.\r\n"
ANSWERS = {
    b"EHLO": b"250-sink\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}


class Conversation(asyncio.Protocol):
    """One connection; all of them count together."""

    taken = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Greet."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.got = b""
        self.in_mail = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        """Answer once a command, or a mail, is whole."""
        self.got += data
        if not self.got.endswith(END if self.in_mail else b"\r\n"):
            return
        verb, self.got = self.got[:4].upper(), b""
        if self.in_mail:
            Conversation.taken += 1
            self.transport.write(b"250 taken\r\n")
        elif verb == b"NOOP":
            self.transport.write(b"250 %d\r\n" % Conversation.taken)
        else:
            self.transport.write(ANSWERS.get(verb, b"250 fine\r\n"))
        self.in_mail = not self.in_mail and verb == b"DATA"


async def main() -> None:
    """Serve until somebody ends the process."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Conversation, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
