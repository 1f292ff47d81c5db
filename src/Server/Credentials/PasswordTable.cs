using System.Security.Cryptography;

namespace Msmtp.Server;

/// <summary>Users and passwords in memory. Its <see cref="CheckAsync"/> is a <see cref="CredentialsCheck"/>.</summary>
public sealed class PasswordTable
{
    readonly Dictionary<string, string> passwords;
    readonly string decoy = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    /// <summary>A table of several users.</summary>
    /// <param name="passwords">Passwords by user name; names are compared exactly.</param>
    public PasswordTable(IEnumerable<KeyValuePair<string, string>> passwords) => this.passwords = new(passwords, StringComparer.Ordinal);

    /// <summary>A table of a single user.</summary>
    /// <param name="userName">The name.</param>
    /// <param name="password">The password.</param>
    public PasswordTable(string userName, string password)
        : this([KeyValuePair.Create(userName, password)])
    {
    }

    /// <summary>Accepts a known user with the right password, who does not act as anyone else.</summary>
    /// <param name="credentials">Names and password.</param>
    /// <param name="cancellationToken">Unused: nothing here waits.</param>
    public ValueTask<bool> CheckAsync(SmtpCredentials credentials, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        // An unknown user costs a comparison too, so that timing does not reveal which names exist.
        var isRight = credentials.HasPassword(passwords.GetValueOrDefault(credentials.UserName, decoy));
        var actsAsOther = credentials.AuthorizationName.Length > 0 && credentials.AuthorizationName != credentials.UserName;
        return ValueTask.FromResult(isRight && !actsAsOther);
    }
}
