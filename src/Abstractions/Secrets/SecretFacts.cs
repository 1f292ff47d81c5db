namespace Msmtp;

/// <summary>When and in which order a source is asked.</summary>
/// <param name="Rank">Lower ranks are asked first; the constants are the places of msmtp's own sources.</param>
public sealed record SecretFacts(int Rank)
{
    /// <summary>The rank of a command that prints the secret (<c>passwordeval</c>).</summary>
    public const int Command = 100;

    /// <summary>The rank of a keyring.</summary>
    public const int Keyring = 200;

    /// <summary>The rank of netrc files.</summary>
    public const int Netrc = 300;

    /// <summary>The rank of asking a person, after everything else.</summary>
    public const int Prompt = 900;

    /// <summary>Asked as soon as the account is known and authentication is on, before anything is connected.</summary>
    public bool IsAskedEarly { get; init; }
}
