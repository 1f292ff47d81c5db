namespace Msmtp.Hosting;

/// <summary>A msmtprc file that was read.</summary>
/// <param name="Path">Its name, as errors show it.</param>
/// <param name="Accounts">Its accounts, in its order.</param>
/// <param name="HoldsSecret">A command in it has a secret as argument, be it an empty one.</param>
sealed record AccountFile(string Path, IReadOnlyList<AccountDefinition> Accounts, bool HoldsSecret)
{
    /// <summary>An account by name, ready for use; null: there is none.</summary>
    public MailAccount? Find(string name) =>
        Accounts.FirstOrDefault(definition => definition.Name == name) is { } found ? Ready(found) : null;

    /// <summary>The accounts ready for use, in the file's order.</summary>
    public IEnumerable<MailAccount> All => Accounts.Select(Ready);

    MailAccount Ready(AccountDefinition definition) => new(definition.Settings) { Name = definition.Name, File = Path };
}
