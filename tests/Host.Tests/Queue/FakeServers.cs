using System.Collections.Concurrent;
using System.Text;
using Msmtp.Hosting;

namespace Msmtp.Host.Tests.Queue;

/// <summary>The servers of the accounts in a test, by the name of the account: what they answer is decided for each mail.</summary>
sealed class FakeServers : IPlugin
{
    static readonly ServerReply Ok = new(250, null, ["ok"]);

    readonly ConcurrentQueue<string> opened = [];
    readonly ConcurrentQueue<SentMail> sent = [];

    public string Id => "tests.servers";

    public bool AnnouncesEnd { get; set; } = true;

    /// <summary>The transport passes on what is asked about notifications.</summary>
    public bool Notifies { get; set; } = true;

    /// <summary>Called when a connection is opened; may throw.</summary>
    public Func<string, Task> OnOpen { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Called before a mail is answered; may throw.</summary>
    public Func<SentMail, Task> OnSend { get; set; } = static _ => Task.CompletedTask;

    /// <summary>The reply for a recipient.</summary>
    public Func<string, ServerReply> OnRecipient { get; set; } = static _ => Ok;

    /// <summary>The accounts for which connections were opened.</summary>
    public IReadOnlyList<string> Opened => [.. opened];

    /// <summary>The mails that were taken.</summary>
    public IReadOnlyList<SentMail> Sent => [.. sent];

    public void Register(IPluginRegistry registry) => registry.Add(new TransportRegistration("fake", OpenAsync) { AnnouncesEnd = AnnouncesEnd, PassesNotifications = Notifies });

    async ValueTask<ITransport> OpenAsync(PluginContext context, CancellationToken cancellationToken)
    {
        var account = context.Account.Name ?? "";
        opened.Enqueue(account);
        await OnOpen(account).WaitAsync(cancellationToken);
        return new Connection(this, account);
    }

    async ValueTask<DeliveryReport> SendAsync(string account, OutgoingMail mail, CancellationToken cancellationToken)
    {
        var to = mail.Envelope.To.Select(static path => path.Address).ToArray();
        var results = mail.Envelope.To.Select(path => new RecipientResult(path, OnRecipient(path.Address))).ToArray();
        var failed = Array.Find(results, static result => !result.IsAccepted);
        var failure = failed is null ? null : new DeliveryFailure(ExitCode.DataErr, DeliveryStage.Rcpt, "recipient address not accepted") { Reply = failed.Reply };
        if (!results.Any(static result => result.IsAccepted))
            return new DeliveryReport(results) { Failure = failure };
        using var message = new MemoryStream();
        using (var reading = mail.Content.OpenRead())
            await reading.CopyToAsync(message, cancellationToken);
        if (mail.Ending is { } ending)
            await ending(cancellationToken);
        var taken = new SentMail(account, mail.Envelope.From.Address, [.. to.Where((_, i) => results[i].IsAccepted)], Encoding.Latin1.GetString(message.ToArray()));
        await OnSend(taken).WaitAsync(cancellationToken);
        sent.Enqueue(taken);
        return new DeliveryReport(results) { Failure = failure, FinalReply = Ok, MessageSize = message.Length };
    }

    sealed class Connection(FakeServers servers, string account) : ITransport
    {
        public ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) => new(true);

        public ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken) => servers.SendAsync(account, mail, cancellationToken);

        public ValueTask DisposeAsync() => default;
    }
}

sealed record SentMail(string Account, string From, IReadOnlyList<string> To, string Message);
