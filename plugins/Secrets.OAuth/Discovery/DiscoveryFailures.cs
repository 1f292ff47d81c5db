using System.Globalization;
using Msmtp.Text;

namespace Msmtp.Secrets.OAuth.Discovery;

/// <summary>What the user is told about a provider that cannot be discovered. Nothing here does I/O.</summary>
static class DiscoveryFailures
{
    /// <summary>78: nothing there.</summary>
    public static MailException NoMetadata(string issuer, Uri[] urls) => Configuration(
        $"oauth {issuer}: the provider does not tell its endpoints, neither at {urls[0].AbsoluteUri} nor at {urls[1].AbsoluteUri}",
        "see whether it is the provider's issuer, exactly as it writes it; or write oauth_authorization_url and oauth_token_url");

    /// <summary>78: something is there that must not be used.</summary>
    public static MailException Metadata(Uri url, string issuer, InvalidDataException cause) => Configuration(
        $"oauth {issuer}: the metadata at {url.AbsoluteUri} is not its own, or cannot be used: {cause.Message}",
        "write the issuer in oauth exactly as the provider writes it; or write oauth_authorization_url and oauth_token_url",
        cause);

    /// <summary>75: it has no time now.</summary>
    public static MailException Unavailable(Uri url, int status) => Temporary(
        string.Create(CultureInfo.InvariantCulture, $"{PrintableText.Text(url.Host)} answered with {status}"),
        "the provider cannot do this at the moment: try again later");

    /// <summary>78: it registers no such client.</summary>
    public static MailException NotRegistered(Uri url, string reason, MailException noClient) =>
        Configuration($"{PrintableText.Text(url.Host)} did not register a client ({reason}): oauth_client_id is needed", noClient.Advice);

    /// <summary>75: it says that it has registered one, but not which.</summary>
    public static MailException NoClient(Uri url, InvalidDataException cause) =>
        Temporary($"{PrintableText.Text(url.Host)} did not register a client: {cause.Message}", null, cause);

    static MailException Temporary(string message, string? advice, Exception? cause = null) =>
        new(new DeliveryFailure(ExitCode.TempFail, DeliveryStage.Configure, message) { Advice = advice, IsTemporary = true }, cause);

    static MailException Configuration(string message, string? advice, Exception? cause = null) =>
        new(ExitCode.Config, DeliveryStage.Configure, message, inner: cause) { Advice = advice };
}
