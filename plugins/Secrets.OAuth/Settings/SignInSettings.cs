using Msmtp.Secrets.OAuth.Providers;

namespace Msmtp.Secrets.OAuth.Settings;

/// <summary>The <c>oauth</c> settings of one account, read and completed from the preset and the URLs by hand.</summary>
sealed class SignInSettings
{
    /// <summary>Null: the account does not use OAuth (<c>oauth</c> is not set, or off).</summary>
    public static SignInSettings? Of(MailAccount account) => throw new NotImplementedException();

    public required MailAccount Account { get; init; }

    /// <summary>The preset or the issuer, with the URLs by hand in place. What is not there yet is discovered.</summary>
    public required Provider Provider { get; init; }

    /// <summary>The application's own tokens are used (<c>oauth application</c>): <see cref="ITokenProvider"/>.</summary>
    public bool IsApplications { get; init; }

    /// <summary><c>oauth_client_id</c>; null: to be registered (RFC 7591) where the provider does that.</summary>
    public string? ClientId { get; init; }

    /// <summary>The scopes to ask for.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary><c>oauth_flow</c>: never auto. Browser also stands for device and paste: a person signs in.</summary>
    public required Flows Flow { get; init; }

    /// <summary><c>oauth_store</c>: <c>file</c> (in a folder of its own), <c>keyring</c>, or an absolute path.</summary>
    public required string Store { get; init; }

    /// <summary><c>oauth_redirect_port</c>; 0 for any.</summary>
    public int RedirectPort { get; init; }

    /// <summary><c>oauth_trust_file</c>; null for that of the account.</summary>
    public string? TrustFile { get; init; }

    /// <summary><c>user</c>; null if the provider is to say who it is.</summary>
    public string? User { get; init; }

    /// <summary>The command that signs in, for messages: <c>msmtp --authorize -a work</c>.</summary>
    public string AuthorizeCommand { get; } = "";
}
