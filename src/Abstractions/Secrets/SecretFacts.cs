namespace Msmtp;

/// <summary>When and in which order a source is asked.</summary>
/// <param name="Rank">Lower ranks are asked first, and that is all they mean; the constants are the places of msmtp's own sources.</param>
public sealed record SecretFacts(int Rank)
{
    /// <summary>The rank of a command that prints the secret (<c>passwordeval</c>).</summary>
    public const int Command = 100;

    /// <summary>The rank of what whoever started the program has handed over: systemd's and containers' credentials.</summary>
    public const int Credentials = 120;

    /// <summary>The rank of a helper by git's credential protocol.</summary>
    public const int CredentialHelper = 150;

    /// <summary>The rank of a keyring.</summary>
    public const int Keyring = 200;

    /// <summary>The rank of netrc files.</summary>
    public const int Netrc = 300;

    /// <summary>The rank of asking a person, after everything else.</summary>
    public const int Prompt = 900;

    /// <summary>Asked as soon as the account is known and authentication is on, before anything is connected.</summary>
    public bool IsAskedBeforeConnecting { get; init; }

    /// <summary>It asks a person: what it answers was typed, and may be kept by others (<see cref="StoresTypedSecrets"/>).</summary>
    public bool AsksPerson { get; init; }

    /// <summary>It is a keyring of the user's, into which he can put a password: <c>--version</c> and <c>--configure</c> tell him so.</summary>
    public bool IsKeyring { get; init; }

    /// <summary>
    /// It may know whose the secret is (<see cref="Secret.User"/>), and answers queries that leave that open
    /// (<see cref="SecretQuery.WantsUser"/>).
    /// </summary>
    public bool KnowsUsers { get; init; }

    /// <summary>
    /// A secret that a person has typed (<see cref="AsksPerson"/>) is told to it once the server has accepted it, so that nobody
    /// needs to type it again.
    /// </summary>
    public bool StoresTypedSecrets { get; init; }
}
