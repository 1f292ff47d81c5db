namespace Msmtp.Hosting;

/// <summary>What filters do wrong. Nothing here does I/O.</summary>
static class FilterFailure
{
    /// <summary>The failure of a filter that threw something its contract does not allow.</summary>
    public static MailException Of(string name, Exception e) =>
        new(ExitCode.Software, DeliveryStage.Configure, $"the filter {name} failed: {e.Message}", inner: e);

    /// <summary>
    /// What is wrong with the mail that a filter returned; null: nothing. A header without its end would run into the body.
    /// </summary>
    public static string? Fault(OutgoingMail before, OutgoingMail after)
    {
        var header = after.Content.HeaderBlock.Span;
        if (header is not ([] or [.., (byte)'\n']))
            return "its header does not end with a line end";
        return HasEmptyLine(before.Content.HeaderBlock.Span) && !HasEmptyLine(header) ? "the empty line behind its header is gone" : null;
    }

    static bool HasEmptyLine(ReadOnlySpan<byte> header) => header is [(byte)'\n'] or [.., (byte)'\n', (byte)'\n'];
}
