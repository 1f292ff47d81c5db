using Msmtp;
using Msmtp.Testing;

namespace My.Plugin_1.Tests;

/// <summary>Every rule of the contract, over a file.</summary>
public sealed class TallyConformance : LogSinkConformance, IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("tally-");

    string Tally => Path.Combine(folder.FullName, "tally");

    protected override IPlugin Plugin => new TallyPlugin();

    protected override string Msmtprc => $"tally {Tally}";

    protected override string? Unwritable => $"tally {folder.FullName}/none/tally";

    public void Dispose() => folder.Delete(recursive: true);

    protected override async ValueTask<IReadOnlyList<string>> ReadAsync() =>
        (await File.ReadAllTextAsync(Tally, Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
