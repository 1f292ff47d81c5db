using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Text;

namespace Msmtp.Testing.Tests.Fakes;

/// <summary>A queue in memory, by name.</summary>
sealed class FakeQueue(PluginContext context, Fault fault) : ILeasedMailQueue
{
    static readonly ConcurrentDictionary<string, MemoryMailQueue> All = new();

    readonly MemoryMailQueue queue = All.GetOrAdd(
        context.Account.Settings.Get(FakePlugin.Queue) ?? "",
        static (_, time) => new MemoryMailQueue(time),
        fault == Fault.KeepsKeys ? new StoppedTime(context.Time.GetUtcNow()) : context.Time);

    public Stream CreateDraft() => fault == Fault.ForgetsDrafts ? Stream.Null : new MemoryStream();

    public async ValueTask<bool> ProbeAsync(CancellationToken cancellationToken)
    {
        var envelope = new SmtpEnvelope(ReversePath.Null, [new ForwardPath("probe@example.net")]);
        if (fault == Fault.PutsWhenAsked)
            await queue.PutAsync(new QueueSubmission(envelope, new MessageContent("\n"u8.ToArray(), Stream.Null), new MailOrigin()), cancellationToken);
        return true;
    }

    public async ValueTask<QueueReceipt> PutAsync(QueueSubmission mail, CancellationToken cancellationToken)
    {
        if (fault == Fault.CancelThrowsIO && cancellationToken.IsCancellationRequested)
            throw new IOException("cancelled");
        if (fault == Fault.DropsRepeats && mail.Key is null)
            mail = mail with { Key = new QueueKey(await TextAsync(mail, cancellationToken), "") };
        if (fault == Fault.NeedsASender && mail.Envelope.From.Address.Length == 0)
            throw new MailException(ExitCode.DataErr, DeliveryStage.Configure, "who are you?");
        if (fault is Fault.Races or Fault.RacesOnKeys)
            return await RaceAsync(mail, cancellationToken);
        return await queue.PutAsync(await SpoiledAsync(mail, cancellationToken), cancellationToken);
    }

    public async IAsyncEnumerable<QueuedMail> EnumerateAsync(QueueFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var mails = await queue.ListAsync(cancellationToken);
        foreach (var mail in fault == Fault.ListsBackwards ? mails.Reverse() : mails)
            if (fault == Fault.FindsAll || filter.Includes(mail))
                for (var i = 0; i < (fault == Fault.ListsTwice ? 2 : 1); i++)
                    yield return mail;
    }

    public ValueTask<bool> ChangeAsync(string id, QueueChange change, CancellationToken cancellationToken) => fault switch
    {
        Fault.ForgetsChanges or Fault.ChangesAnything => new(true),
        Fault.KeepsDeleted when change == QueueChange.Delete => queue.ChangeAsync(id, QueueChange.Hold, cancellationToken),
        Fault.BuriesTheDead when change == QueueChange.Retry => new(false),
        _ => queue.ChangeAsync(id, change, cancellationToken),
    };

    public async ValueTask<IMailLease?> TakeAsync(string id, CancellationToken cancellationToken)
    {
        var lease = await queue.TakeAsync(id, cancellationToken);
        var mails = await queue.ListAsync(cancellationToken);
        if (lease is null && fault == Fault.LendsAnything)
            return new FakeLease(null, mails[0], fault);
        if (lease is null && fault == Fault.LendsTwice && mails.FirstOrDefault(mail => mail.Id == id) is { } taken)
            return new FakeLease(null, taken, fault);
        return lease is null ? null : new FakeLease(lease, lease.Mail, fault);
    }

    public ValueTask<IAsyncDisposable?> EnterAsync(string account, int places, CancellationToken cancellationToken) =>
        queue.EnterAsync(account, fault == Fault.CountsNoPlaces ? int.MaxValue : places, cancellationToken);

    public ValueTask<AccountState> GetAccountAsync(string account, CancellationToken cancellationToken) => queue.GetAccountAsync(account, cancellationToken);

    public async ValueTask ChangeAccountAsync(string account, Func<AccountState, AccountState> change, CancellationToken cancellationToken)
    {
        if (fault == Fault.ForgetsAccounts)
            return;
        if (fault != Fault.Races)
        {
            await queue.ChangeAccountAsync(account, change, cancellationToken);
            return;
        }
        var state = await queue.GetAccountAsync(account, cancellationToken);
        await Task.Delay(1, cancellationToken);
        await queue.ChangeAccountAsync(account, _ => change(state), cancellationToken);
    }

    public async ValueTask<IAsyncDisposable?> LeadAsync(CancellationToken cancellationToken) =>
        await queue.LeadAsync(cancellationToken) ?? (fault == Fault.ManyLead ? new MemoryStream() : null);

    public ValueTask WaitAsync(TimeSpan patience, CancellationToken cancellationToken) =>
        fault == Fault.SleepsOn ? new(new TaskCompletionSource().Task) : queue.WaitAsync(patience, cancellationToken);

    static async Task<string> TextAsync(QueueSubmission mail, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await mail.Content.Body.CopyToAsync(body, cancellationToken);
        return Encoding.Latin1.GetString(body.ToArray());
    }

    // Looks whether a key, or a place, is free, and takes it later.
    async ValueTask<QueueReceipt> RaceAsync(QueueSubmission mail, CancellationToken cancellationToken)
    {
        var before = await queue.ListAsync(cancellationToken);
        await Task.Delay(5, cancellationToken);
        if (fault == Fault.RacesOnKeys)
            return before.Count > 0 ? new QueueReceipt(before[0].Id) { WasKnown = true } : await queue.PutAsync(mail with { Key = null }, cancellationToken);
        return (await queue.ListAsync(cancellationToken)).Count == before.Count ? await queue.PutAsync(mail, cancellationToken) : new QueueReceipt("M0");
    }

    async ValueTask<QueueSubmission> SpoiledAsync(QueueSubmission mail, CancellationToken cancellationToken) => fault switch
    {
        Fault.LosesTheOrigin => mail with { Origin = new MailOrigin() },
        Fault.ForgetsThePast => mail with { Attempts = 0, LastFailure = null, IsUnknown = false },
        Fault.KeepsAsciiOnly => mail with { Origin = mail.Origin with { Account = Ascii(mail.Origin.Account), Overrides = [.. mail.Origin.Overrides.Select(static text => Ascii(text)!)] } },
        Fault.IgnoresKeys => mail with { Key = null },
        Fault.SharesKeys => mail with { Submitter = null },
        Fault.ForgetsNotifications => mail with { Envelope = new SmtpEnvelope(mail.Envelope.From, [.. mail.Envelope.To.Select(static path => new ForwardPath(path.Address))]) },
        Fault.IgnoresDigests => mail with { Key = mail.Key is { } key ? key with { Digest = "" } : null },
        Fault.CutsKeys => mail with { Key = mail.Key is { } key ? key with { Text = key.Text[..Math.Min(3000, key.Text.Length)] } : null },
        Fault.KeepsParts => mail with { Content = mail.Content with { Body = new MemoryStream(Encoding.Latin1.GetBytes(await PartAsync(mail, cancellationToken))) } },
        Fault.IgnoresDrafts when mail.Draft is not null => mail with { Content = mail.Content with { Body = new MemoryStream("x"u8.ToArray()) } },
        _ => mail,
    };

    static async Task<string> PartAsync(QueueSubmission mail, CancellationToken cancellationToken)
    {
        try
        {
            return await TextAsync(mail, cancellationToken);
        }
        catch (MailException)
        {
            return "a part";
        }
    }

    static string? Ascii(string? text) => text is null ? null : Encoding.ASCII.GetString(Encoding.ASCII.GetBytes(text));

    sealed class StoppedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }

    /// <summary>A lease, or what looks like one.</summary>
    sealed class FakeLease(IMailLease? lease, QueuedMail mail, Fault fault) : IMailLease
    {
        int opened;

        public QueuedMail Mail => mail;

        public async ValueTask<MessageContent> OpenAsync(CancellationToken cancellationToken)
        {
            var content = await lease!.OpenAsync(cancellationToken);
            return fault == Fault.OpensOnce && ++opened > 1 ? content with { Body = Stream.Null } : content;
        }

        public ValueTask BeginAsync(CancellationToken cancellationToken) => fault == Fault.ForgetsAttempts || lease is null ? default : lease.BeginAsync(cancellationToken);

        public ValueTask EndAsync(AttemptEnd end, CancellationToken cancellationToken) => fault switch
        {
            Fault.ForgetsEnds => default,
            Fault.SureOfEnds => lease!.EndAsync(end with { IsUnknown = false }, cancellationToken),
            _ => lease!.EndAsync(end, cancellationToken),
        };

        public ValueTask DisposeAsync() => lease?.DisposeAsync() ?? default;
    }
}
