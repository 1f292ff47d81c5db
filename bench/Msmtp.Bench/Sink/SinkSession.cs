using System.Net.Sockets;

namespace Msmtp.Bench;

/// <summary>The dialogue with one client. Anything is accepted.</summary>
sealed class SinkSession(Socket socket, SinkOptions options)
{
    bool isEncrypted;

    /// <summary>How many mails it has accepted.</summary>
    public int Mails { get; private set; }

    /// <summary>Runs until the client sends QUIT or goes away.</summary>
    public void Run()
    {
        try
        {
            using var connection = new SinkConnection(socket);
            connection.Reply("220 sink ESMTP\r\n"u8);
            while (connection.TryReadLine(out var line) && Answer(connection, line))
            {
            }
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The client is gone, and knows that its mail is not sent.
        }
    }

    /// <summary>False: the session is over.</summary>
    bool Answer(SinkConnection connection, ReadOnlySpan<byte> line)
    {
        if (Is(line, "DATA"u8))
        {
            connection.Reply("354 go ahead\r\n"u8);
            if (!connection.SkipMessage())
                return false;
            connection.Reply("250 2.0.0 ok\r\n"u8);
            Mails++;
        }
        else if (Is(line, "EHLO"u8))
            Hello(connection);
        else if (Is(line, "STARTTLS"u8))
            StartTls(connection);
        else if (Is(line, "AUTH"u8))
            return Authenticate(connection, line);
        else if (Is(line, "QUIT"u8))
        {
            connection.Reply("221 2.0.0 bye\r\n"u8);
            return false;
        }
        else if (Is(line, "MAIL"u8) || Is(line, "RCPT"u8) || Is(line, "RSET"u8) || Is(line, "NOOP"u8) || Is(line, "HELO"u8))
            connection.Reply("250 2.0.0 ok\r\n"u8);
        else
            GiveUp(line);
        return true;
    }

    // One side is wrong about the end of a message: nothing measured after that means anything.
    static void GiveUp(ReadOnlySpan<byte> line)
    {
        Console.Error.WriteLine($"the sink does not know this command: {System.Text.Encoding.Latin1.GetString(line)}");
        Environment.Exit(70);
    }

    void Hello(SinkConnection connection)
    {
        connection.Reply("250-sink\r\n250-PIPELINING\r\n250-SIZE 10737418240\r\n250-8BITMIME\r\n"u8);
        if (options.Certificate is not null && !isEncrypted)
            connection.Reply("250-STARTTLS\r\n"u8);
        connection.Reply("250 AUTH PLAIN LOGIN\r\n"u8);
    }

    void StartTls(SinkConnection connection)
    {
        if (options.Certificate is not { } certificate)
        {
            connection.Reply("502 5.5.1 no certificate\r\n"u8);
            return;
        }
        connection.Reply("220 2.0.0 go ahead\r\n"u8);
        connection.StartTls(certificate);
        isEncrypted = true;
    }

    // RFC 4954, and LOGIN as usually implemented: a challenge for each part that has not been sent yet.
    static bool Authenticate(SinkConnection connection, ReadOnlySpan<byte> line)
    {
        var words = line.Count((byte)' ');
        var wanted = (Is(line, "AUTH LOGIN"u8) ? 3 : 2) - words;
        for (; wanted > 0; wanted--)
        {
            connection.Reply(wanted > 1 ? "334 VXNlcm5hbWU6\r\n"u8 : "334 \r\n"u8);
            if (!connection.TryReadLine(out _))
                return false;
        }
        connection.Reply("235 2.7.0 ok\r\n"u8);
        return true;
    }

    static bool Is(ReadOnlySpan<byte> line, ReadOnlySpan<byte> verb) =>
        line.Length >= verb.Length && System.Text.Ascii.EqualsIgnoreCase(line[..verb.Length], verb);
}
