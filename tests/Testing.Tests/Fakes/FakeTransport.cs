using System.Text;

namespace Msmtp.Testing.Tests.Fakes;

/// <summary>Hands mails to a <see cref="FakePeer"/>.</summary>
sealed class FakeTransport(FakePeer? peer, Fault fault) : ITransport
{
    static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);
    static byte[] shared = [];

    readonly List<string> kept = [];
    int sent;
    bool isDisposed;

    public static ValueTask<ITransport> OpenAsync(PluginContext context, Fault fault) =>
        FakePeer.Find(context) is { } peer || fault == Fault.SucceedsWithNobody && (peer = null) is null
            ? new(new FakeTransport(peer, fault))
            : throw new MailException(ExitCode.TempFail, DeliveryStage.Connect, "nobody is there");

    public ValueTask<bool> IsReadyAsync(CancellationToken cancellationToken) =>
        peer is { IsGone: true } ? fault == Fault.ReadyThrows ? throw new IOException("gone") : new(false) : new(true);

    public async ValueTask<DeliveryReport> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        if (fault != Fault.IgnoresCancellation)
            cancellationToken.ThrowIfCancellationRequested();
        if (peer is null || fault == Fault.SendsNothing)
            return Report(mail, [], "sent");
        if (fault == Fault.WorksOnce && sent++ > 0)
            throw new MailException(ExitCode.TempFail, DeliveryStage.Mail, "once is enough");
        if (fault == Fault.NeedsASender && mail.Envelope.From.Address.Length == 0)
            throw new MailException(ExitCode.DataErr, DeliveryStage.Mail, "who are you?");
        if (mail.Envelope.AsksForNotifications && !peer.Instructions.Notifies && fault != Fault.AsksNobody)
            throw new MailException(ExitCode.Unavailable, DeliveryStage.Mail, "nobody would notify");
        var refused = mail.Envelope.To.Where(path => peer.Instructions.RefusedRecipients.Contains(path.Address)).ToList();
        kept.AddRange(mail.Envelope.To.Except(refused).Select(static path => path.Address));
        var to = fault == Fault.KeepsRecipients ? [.. kept] : mail.Envelope.To.Where(path => !refused.Contains(path)).Select(static path => path.Address).ToList();
        var stops = fault == Fault.AlwaysStops || mail.OnRefusal == PartialRefusal.Abort && fault != Fault.IgnoresRefusals;
        if (refused.Count > 0 && stops || to.Count == 0 && fault != Fault.SendsToNobody)
            return Report(mail, refused, null);
        var octets = Wire(await ReadAsync(mail, cancellationToken));
        var arrived = new PeerMail(mail.Envelope.From.Address, to, octets)
        {
            Notify = fault == Fault.ForgetsWhatIsAsked ? [] : [.. mail.Envelope.To.Except(refused).Select(static path => path.Notify)],
        };
        return await HandOverAsync(mail, refused, arrived, cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        if (fault == Fault.DisposeThrows)
            ObjectDisposedException.ThrowIf(isDisposed, this);
        isDisposed = true;
        return default;
    }

    async Task<DeliveryReport> HandOverAsync(
        OutgoingMail mail, List<ForwardPath> refused, PeerMail whole, CancellationToken cancellationToken)
    {
        if (mail.Ending is { } ending && fault is not Fault.NeverAnnounces and not Fault.AnnouncesTooLate)
            await ending(cancellationToken);
        if (mail.Ending is { } again && fault == Fault.AnnouncesTwice)
            await again(cancellationToken);
        var verdict = await peer!.TakeAsync(whole, Patience);
        if (mail.Ending is { } late && fault == Fault.AnnouncesTooLate)
            await late(cancellationToken);
        if (fault == Fault.CancelsAfterTheMessage)
            cancellationToken.ThrowIfCancellationRequested();
        if (verdict is null)
        {
            var isSure = fault == Fault.SureOfLoss && peer.Instructions.Verdict == PeerVerdict.HangsUp || fault == Fault.SureOfSilence;
            throw new MailException(new DeliveryFailure(ExitCode.TempFail, DeliveryStage.EndOfData, "no answer") { MayHaveBeenDelivered = !isSure });
        }
        if (verdict is false && fault != Fault.ClaimsSuccess)
            throw new MailException(ExitCode.Unavailable, DeliveryStage.EndOfData, "refused", new ServerReply(554, null, ["no"]));
        return Report(mail, refused, "sent");
    }

    async Task<byte[]> ReadAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        using var message = new MemoryStream();
        await message.WriteAsync(mail.Content.HeaderBlock, CancellationToken.None);
        var buffer = new byte[4096];
        try
        {
            while (await mail.Content.Body.ReadAsync(buffer, CancellationToken.None) is > 0 and var count)
            {
                message.Write(buffer, 0, count);
                if (fault != Fault.ReadsAhead)
                    peer!.See(count);
                if (fault is not Fault.IgnoresCancellationInTheMiddle and not Fault.IgnoresCancellation)
                    cancellationToken.ThrowIfCancellationRequested();
            }
        }
        catch (IOException) when (fault == Fault.SendsParts)
        {
        }
        if (fault == Fault.DisposesTheBody)
            await mail.Content.Body.DisposeAsync();
        if (fault != Fault.SharesState)
            return message.ToArray();
        shared = message.ToArray();
        await Task.Delay(50, CancellationToken.None);
        return shared;
    }

    byte[] Wire(byte[] message)
    {
        var text = Encoding.Latin1.GetString(message);
        if (fault == Fault.DropsCarriageReturns)
            text = text.Replace("\r", "", StringComparison.Ordinal);
        if (fault == Fault.StripsDots)
            text = text.Replace("\n.", "\n", StringComparison.Ordinal);
        if (fault == Fault.CutsLines)
            text = string.Join('\n', text.Split('\n').Select(static line => line[..Math.Min(line.Length, 998)]));
        return SomeText.OnTheWire(text);
    }

    static DeliveryReport Report(OutgoingMail mail, List<ForwardPath> refused, string? final) =>
        new([.. mail.Envelope.To.Select(path => new RecipientResult(path, refused.Contains(path) ? new ServerReply(550, null, ["no"]) : new ServerReply(250, null, ["ok"])))])
        {
            FinalReply = final is null ? null : new ServerReply(250, null, [final]),
            MessageSize = 1,
            Failure = refused.Count == 0 ? null : new DeliveryFailure(ExitCode.DataErr, DeliveryStage.Rcpt, "refused"),
        };
}

static class SomeText
{
    public static byte[] OnTheWire(string text)
    {
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        return Encoding.Latin1.GetBytes((lines.EndsWith('\n') ? lines : lines + "\n").Replace("\n", "\r\n", StringComparison.Ordinal));
    }
}
