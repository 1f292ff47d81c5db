using System.Text;
using MailKit.Security;
using KitMechanism = MailKit.Security.SaslMechanism;

namespace Msmtp.Transport.MailKit;

/// <summary>The SASL mechanisms that MailKit's client brings along, the best first. Those of plugins cannot be used with it.</summary>
static class Mechanisms
{
    static readonly IReadOnlyList<Mechanism> All =
    [
        new("SCRAM-SHA-256", static (user, secret) => new SaslMechanismScramSha256(user, secret)) { IsSafeInClear = true },
        new("SCRAM-SHA-1", static (user, secret) => new SaslMechanismScramSha1(user, secret)) { IsSafeInClear = true },
        new("PLAIN", static (user, secret) => new SaslMechanismPlain(Encoding.UTF8, user, secret)),
        new("CRAM-MD5", static (user, secret) => new SaslMechanismCramMd5(user, secret)) { IsSafeInClear = true },
        new("LOGIN", static (user, secret) => new SaslMechanismLogin(Encoding.UTF8, user, secret)),
        new("NTLM", static (user, secret) => new SaslMechanismNtlm(user, secret)) { IsAutomatic = false },
        Bearer("OAUTHBEARER", static (user, secret) => new SaslMechanismOAuthBearer(user, secret)),
        Bearer("XOAUTH2", static (user, secret) => new SaslMechanismOAuth2(user, secret)),
    ];

    /// <summary>A mechanism by name; null: MailKit's client has none.</summary>
    public static Mechanism? Find(string name) => All.FirstOrDefault(mechanism => mechanism.Name == name);

    /// <summary>The mechanism that the account names, or the best one that both sides know and that may be used here.</summary>
    /// <exception cref="MailException">There is none.</exception>
    public static Mechanism Pick(AuthChoice wish, IReadOnlySet<string> offered, bool isEncrypted)
    {
        if (wish.Mechanism is { Length: > 0 } name)
            return Find(name) is { } named && offered.Contains(name)
                ? named
                : throw Unavailable($"the server does not support authentication method {name}");
        var usable = All.Where(mechanism => mechanism.IsAutomatic && (isEncrypted || mechanism.IsSafeInClear));
        return usable.FirstOrDefault(mechanism => offered.Contains(mechanism.Name))
            ?? throw Unavailable("cannot find a usable authentication method");
    }

    static Mechanism Bearer(string name, Func<string, string, KitMechanism> create) =>
        new(name, create) { IsAutomatic = false, Kind = SecretKind.Token };

    static MailException Unavailable(string message) => new(ExitCode.Unavailable, DeliveryStage.Auth, message);
}

/// <summary>A mechanism of MailKit's.</summary>
/// <param name="Name">Its name (RFC 4422 §3.1).</param>
/// <param name="Create">Makes it for a user and a secret.</param>
sealed record Mechanism(string Name, Func<string, string, KitMechanism> Create)
{
    /// <summary>Who listens does not learn the secret.</summary>
    public bool IsSafeInClear { get; init; }

    /// <summary>Taken without being named.</summary>
    public bool IsAutomatic { get; init; } = true;

    /// <summary>What it needs.</summary>
    public SecretKind Kind { get; init; } = SecretKind.Password;
}
