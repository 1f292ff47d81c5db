namespace Msmtp.Secrets.OAuth.Http;

/// <summary>What the user is told when a provider gives no answer. Nothing here does I/O.</summary>
static class HttpFailures
{
    public static MailException Url(InvalidDataException cause) => Configuration(cause.Message, cause);

    public static MailException NotThisMachine(HttpTarget target) =>
        Configuration($"{target.Url} was reached through a proxy or on another machine, where http is not allowed: use https");

    /// <summary>There is no connection. What is wrong with a file stays that.</summary>
    public static MailException Connection(HttpTarget target, MailException cause)
    {
        if (IsOfFiles(cause))
            return new MailException(cause.Failure with { Stage = DeliveryStage.Configure }, cause);
        if (cause is { Stage: DeliveryStage.Tls, ExitCode: ExitCode.Unavailable })
        {
            var message = $"the certificate of {target.Name} was refused: {cause.Message.TrimEnd()}";
            return Temporary(message, Trust(target, cause.Advice), cause);
        }
        return Temporary($"cannot reach {target.Name}: {cause.Message}", cause.Advice, cause);
    }

    public static MailException Broken(HttpTarget target, IOException cause)
    {
        for (Exception? inner = cause; inner is not null; inner = inner.InnerException)
            if (inner is TimeoutException)
                return Temporary($"{target.Name} did not answer in time", null, cause);
        return Temporary($"the connection to {target.Name} broke: {SystemError.Describe(cause)}", null, cause);
    }

    public static MailException Answer(HttpTarget target, InvalidDataException cause) =>
        Temporary($"the answer of {target.Name} is of no use: {cause.Message}", $"see whether {target.Url} is the right address", cause);

    public static MailException Redirect(HttpTarget target, int status) => Temporary(
        $"{target.Name} answered with a redirect ({status}), and redirects are not followed",
        $"see whether {target.Url} is the right address",
        null);

    static bool IsOfFiles(MailException cause) =>
        cause.Stage == DeliveryStage.Configure || cause.ExitCode is ExitCode.NoInput or ExitCode.Software or ExitCode.Config;

    static string Trust(HttpTarget target, string? advice) =>
        $"{(advice is null ? "" : advice + "; ")}oauth_trust_file (a file, or \"system\") says whom to trust for {target.Name}, "
        + "and tls_trust_file if it is not set";

    static MailException Configuration(string message, Exception? cause = null) =>
        new(ExitCode.Config, DeliveryStage.Configure, message, inner: cause);

    static MailException Temporary(string message, string? advice, Exception? cause) =>
        new(new DeliveryFailure(ExitCode.TempFail, DeliveryStage.Configure, message) { Advice = advice, IsTemporary = true }, cause);
}
