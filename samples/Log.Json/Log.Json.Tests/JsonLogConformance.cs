using System.Text.Json;
using Msmtp;
using Msmtp.Testing;

namespace Log.Json.Tests;

/// <summary>Every rule of the contract; and each line is a JSON object.</summary>
public sealed class JsonLogConformance : LogSinkConformance, IDisposable
{
    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("jsonlog-");

    string LogFile => Path.Combine(folder.FullName, "log");

    protected override IPlugin Plugin => new JsonLogPlugin();

    protected override string Msmtprc => $"jsonlog {LogFile}";

    protected override string? Unwritable => "jsonlog /dev/full";

    public void Dispose() => folder.Delete(recursive: true);

    protected override async ValueTask<IReadOnlyList<string>> ReadAsync()
    {
        var lines = (await File.ReadAllTextAsync(LogFile, Token)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines)
            Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(line).RootElement.ValueKind);
        return lines;
    }
}
