using System.Collections.Concurrent;
using System.Threading.Channels;
using Msmtp.Server;

namespace Msmtp.Testing;

/// <summary>A real server on a free port that keeps the mail it receives and the whole dialogue.</summary>
public sealed class MailSink : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly Channel<ReceivedMail> arrived = Channel.CreateUnbounded<ReceivedMail>();
    readonly ConcurrentQueue<DialogueLine> lines = new();
    readonly SmtpServer server;

    MailSink(Func<SmtpServerOptions, SmtpServerOptions> configure, SinkAnswers answers)
    {
        // All clients of a test have the same address, and mean no harm.
        var options = configure(new SmtpServerOptions
        {
            HostName = "sink.example.org",
            BareLineEnds = BareLineEnds.Keep,
            MaxConnectionsPerClient = int.MaxValue,
            MaxAuthFailures = int.MaxValue,
            MaxAuthFailuresPerClient = int.MaxValue,
            MaxIdleCommands = int.MaxValue,
            AuthFailureDelay = TimeSpan.Zero,
        });
        server = SmtpServer.Start(
            options with { Observer = line => { lines.Enqueue(line); options.Observer?.Invoke(line); } },
            new SinkHandler(arrived.Writer, answers));
    }

    /// <summary>The port it listens on at 127.0.0.1.</summary>
    public int Port => server.Port;

    /// <summary>Where it listens.</summary>
    public System.Net.EndPoint EndPoint => server.EndPoint;

    /// <summary>The dialogue so far, of all sessions in chronological order: "C: EHLO localhost", "S: 250 ...".</summary>
    public IReadOnlyList<string> Transcript => [.. lines.Select(static line => line.Speaker == DialogueSpeaker.Client ? $"C: {line.Text}" : line.ToString())];

    /// <summary>What clients have said so far, without "C: ".</summary>
    public IReadOnlyList<string> Commands =>
        [.. lines.Where(static line => line.Speaker == DialogueSpeaker.Client).Select(static line => line.Text)];

    /// <summary>Starts a sink that accepts everything, without TLS.</summary>
    public static MailSink Start() => Start(static options => options);

    /// <summary>Starts a sink.</summary>
    /// <param name="configure">Changes the options: TLS, AUTH, LMTP, limits.</param>
    /// <param name="answers">Its answers to recipients and mails; null: it accepts everything.</param>
    public static MailSink Start(Func<SmtpServerOptions, SmtpServerOptions> configure, SinkAnswers? answers = null) =>
        new(configure, answers ?? new SinkAnswers());

    /// <summary>Waits for the next mail, in order of arrival; each is returned once.</summary>
    /// <exception cref="TimeoutException">None came within a minute.</exception>
    public ValueTask<ReceivedMail> NextMailAsync(CancellationToken cancellationToken) =>
        arrived.Reader.TryRead(out var mail) ? new(mail) : new(arrived.Reader.ReadAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken));

    /// <summary>Takes a mail that has already arrived; null: there is none.</summary>
    public ReceivedMail? TakeMail() => arrived.Reader.TryRead(out var mail) ? mail : null;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => server.DisposeAsync();
}

/// <summary>What a <see cref="MailSink"/> answers where it has a choice.</summary>
public sealed record SinkAnswers
{
    /// <summary>The reply that refuses a recipient; null: accepted.</summary>
    public Func<MailRecipient, SmtpReply?> Recipient { get; init; } = static _ => null;

    /// <summary>The outcome of a complete mail. The mail is kept even if it is refused.</summary>
    public Func<ReceivedMail, MailOutcome> Mail { get; init; } = static _ => MailOutcome.Accepted;
}

sealed class SinkHandler(ChannelWriter<ReceivedMail> arrived, SinkAnswers answers) : IMailHandler
{
    public ValueTask<SmtpReply?> RefuseRecipientAsync(MailEnvelope envelope, MailRecipient recipient, CancellationToken cancellationToken) =>
        ValueTask.FromResult(answers.Recipient(recipient));

    public async ValueTask<MailOutcome> ReceiveAsync(MailEnvelope envelope, Stream content, CancellationToken cancellationToken)
    {
        using var octets = new MemoryStream();
        await content.CopyToAsync(octets, cancellationToken);
        var mail = new ReceivedMail(envelope, octets.ToArray());
        await arrived.WriteAsync(mail, cancellationToken);
        return answers.Mail(mail);
    }
}
