using Msmtp;
using Msmtp.Testing;

namespace My.Plugin_1.Tests;

/// <summary>Every rule of the contract, over a folder with one secret in it.</summary>
public sealed class VaultConformance : SecretSourceConformance, IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vault-");

    public VaultConformance() =>
        File.WriteAllText(Path.Combine(folder.CreateSubdirectory("mail.example.org").FullName, "joe"), Secret + "\n");

    protected override IPlugin Plugin => new VaultPlugin();

    protected override string Msmtprc => $"vault {folder.FullName}";

    protected override SecretQuery Known => new(SecretKind.Password) { Host = "mail.example.org", User = "joe" };

    protected override string Secret => "correct horse battery staple";

    public void Dispose() => folder.Delete(recursive: true);
}
