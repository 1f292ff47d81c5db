using System.Net.Sockets;
using System.Text;

namespace Msmtp.TestKit;

/// <summary>
/// A server that goes as far as a stage and ends there, in one way or another, with each client. It counts the mails that it has taken: where it
/// ends behind the final dot without a refusal, it has the mail.
/// </summary>
public sealed class EndingServer : IAsyncDisposable
{
    readonly LoopbackServer server;
    readonly EndingStage stage;
    readonly EndingWay way;
    int copies;
    int clients;

    /// <summary>Ends at a stage, in this way.</summary>
    public EndingServer(EndingStage stage, EndingWay way)
    {
        (this.stage, this.way) = (stage, way);
        server = new LoopbackServer(ServeAsync);
    }

    /// <summary>Where it listens, at 127.0.0.1.</summary>
    public int Port => server.Port;

    /// <summary>The mails that it has.</summary>
    public int Copies => Volatile.Read(ref copies);

    /// <summary>The connections that were made to it.</summary>
    public int Clients => Volatile.Read(ref clients);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();

    async Task ServeAsync(Stream stream, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref clients);
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        if (!await AnswerAsync(stream, EndingStage.Greeting, "220 ready", cancellationToken))
            return;
        while (await reader.ReadLineAsync(cancellationToken) is { } command)
        {
            if (!await AnswerAsync(stream, StageOf(command), ReplyTo(command), cancellationToken) || command == "QUIT")
                return;
            if (command == "DATA" && !await TakeAsync(stream, reader, cancellationToken))
                return;
        }
    }

    async Task<bool> TakeAsync(Stream stream, StreamReader reader, CancellationToken cancellationToken)
    {
        var lines = 0;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            // In the middle of a message that is longer than what the client writes at once.
            if (lines++ == 10 && stage == EndingStage.Message)
                return await AnswerAsync(stream, EndingStage.Message, "", cancellationToken);
            if (line != ".")
                continue;
            if (stage != EndingStage.Dot || way is not (EndingWay.Later or EndingWay.Never or EndingWay.Busy))
                Interlocked.Increment(ref copies);
            return await AnswerAsync(stream, EndingStage.Dot, "250 taken", cancellationToken);
        }
        return false;
    }

    // False: it has ended.
    async Task<bool> AnswerAsync(Stream stream, EndingStage at, string reply, CancellationToken cancellationToken)
    {
        if (at != stage)
        {
            await SayAsync(stream, reply, cancellationToken);
            return true;
        }
        switch (way)
        {
            case EndingWay.Close:
                return false;
            case EndingWay.Reset:
                ((NetworkStream)stream).Socket.LingerState = new LingerOption(enable: true, 0);
                return false;
            case EndingWay.Stall:
                await Task.WhenAny(Task.Delay(Timeout.Infinite, cancellationToken), stream.CopyToAsync(Stream.Null, cancellationToken));
                return false;
            case EndingWay.Busy:
                await SayAsync(stream, "421 4.3.2 too much to do", cancellationToken);
                return false;
            case EndingWay.Garbage:
                await SayAsync(stream, "what?", cancellationToken);
                return false;
            default:
                // The client decides what comes of it.
                await SayAsync(stream, way == EndingWay.Later ? "451 4.3.0 later" : "554 5.7.0 never", cancellationToken);
                return at != EndingStage.Dot && at != EndingStage.Message;
        }
    }

    static EndingStage StageOf(string command) => command.Split(' ', ':')[0].ToUpperInvariant() switch
    {
        "EHLO" or "HELO" => EndingStage.Hello,
        "STARTTLS" => EndingStage.StartTls,
        "AUTH" => EndingStage.Auth,
        "MAIL" => EndingStage.Mail,
        "RCPT" => EndingStage.Rcpt,
        "DATA" => EndingStage.Data,
        _ => EndingStage.Nowhere,
    };

    string ReplyTo(string command) => command.Split(' ')[0] switch
    {
        "EHLO" => stage == EndingStage.StartTls ? "250-here\r\n250 STARTTLS" : "250-here\r\n250 AUTH PLAIN",
        "AUTH" => "235 welcome",
        "DATA" => "354 go on",
        "QUIT" => "221 bye",
        _ => "250 ok",
    };

    static ValueTask SayAsync(Stream stream, string reply, CancellationToken cancellationToken) =>
        reply.Length == 0 ? default : stream.WriteAsync(Encoding.ASCII.GetBytes(reply + "\r\n"), cancellationToken);
}

/// <summary>Where an <see cref="EndingServer"/> ends, in the order of the dialogue.</summary>
public enum EndingStage
{
    /// <summary>In place of its greeting.</summary>
    Greeting,

    /// <summary>At EHLO, and at HELO.</summary>
    Hello,

    /// <summary>At STARTTLS, which it offers only then.</summary>
    StartTls,

    /// <summary>At AUTH.</summary>
    Auth,

    /// <summary>At MAIL.</summary>
    Mail,

    /// <summary>At RCPT.</summary>
    Rcpt,

    /// <summary>At DATA.</summary>
    Data,

    /// <summary>After some lines of the message.</summary>
    Message,

    /// <summary>After the final dot.</summary>
    Dot,

    /// <summary>It takes every mail.</summary>
    Nowhere,
}

/// <summary>How an <see cref="EndingServer"/> ends.</summary>
public enum EndingWay
{
    /// <summary>It closes the connection.</summary>
    Close,

    /// <summary>It resets the connection.</summary>
    Reset,

    /// <summary>It says nothing more.</summary>
    Stall,

    /// <summary>It says 421 and closes the connection.</summary>
    Busy,

    /// <summary>It says something that is no reply, and closes the connection.</summary>
    Garbage,

    /// <summary>It says 451.</summary>
    Later,

    /// <summary>It says 554.</summary>
    Never,
}
