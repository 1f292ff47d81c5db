namespace Msmtp.Queue.Spool.Format;

/// <summary>
/// The lines of an envelope: an address, and behind it what its sender asks for in the way of notifications (RFC 3461), if he asks for anything.
/// Nothing here does I/O.
/// </summary>
static class DsnText
{
    public static FieldWriter From(SmtpEnvelope envelope)
    {
        var line = new FieldWriter().Text("from").Text(envelope.From.Address);
        return envelope is { Return: null, EnvelopeId: null } ? line : line.Number((int?)envelope.Return).Text(envelope.EnvelopeId);
    }

    public static FieldWriter To(ForwardPath path)
    {
        var line = new FieldWriter().Text("to").Text(path.Address);
        return path is { Notify: null, OriginalRecipient: null } ? line : line.Number((int?)path.Notify).Text(path.OriginalRecipient);
    }

    public static ForwardPath ReadTo(ref FieldReader line)
    {
        var path = new ForwardPath(line.RequiredText());
        return line.IsAtEnd ? path : path with { Notify = (DsnNotify?)Number(ref line, All), OriginalRecipient = line.Text() };
    }

    /// <summary>What follows the address of the sender: how much is returned, and the name of the mail.</summary>
    public static (DsnReturn? Return, string? EnvelopeId) ReadFrom(ref FieldReader line) =>
        line.IsAtEnd ? default : ((DsnReturn?)Number(ref line, (int)DsnReturn.Full), line.Text());

    const int All = (int)(DsnNotify.Success | DsnNotify.Failure | DsnNotify.Delay);

    static int? Number(ref FieldReader line, int limit) =>
        line.OptionalNumber() is not { } number ? null : number >= 0 && number <= limit ? (int)number : throw Fields.Wrong();
}
