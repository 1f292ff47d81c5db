using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Msmtp.Hosting;
using Msmtp.TestKit;

namespace Msmtp.Tests.Embedding;

/// <summary>What docs/embedding.md shows is code that is compiled, and configuration that is read.</summary>
public sealed partial class DocumentTests
{
    static readonly string Document = File.ReadAllText(Path.Combine(TestPaths.Root, "docs", "embedding.md"));

    public static TheoryData<string> Code { get; } = [.. Blocks("csharp")];

    public static TheoryData<string> Json { get; } = [.. Blocks("json")];

    [Theory]
    [MemberData(nameof(Code))]
    public void Code_is_compiled(string block)
    {
        string[] folders = [Path.Combine("samples", "WebApp"), Path.Combine("tests", "Msmtp.Tests", "Embedding")];
        var compiled = folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(TestPaths.Root, folder), "*.cs")).Select(file => Trimmed(File.ReadAllText(file)));

        Assert.Contains(compiled, source => source.Contains(Trimmed(block), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Json))]
    public async Task Configuration_is_read(string block)
    {
        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(block))).Build();
        await using var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddMsmtp().BuildServiceProvider();

        Assert.Null(await Record.ExceptionAsync(() => services.GetRequiredService<IMailer>().ValidateAsync(TestContext.Current.CancellationToken).AsTask()));
    }

    static IEnumerable<string> Blocks(string language) =>
        Block().Matches(Document).Where(match => match.Groups[1].Value == language).Select(static match => match.Groups[2].Value);

    static string Trimmed(string code) => string.Join('\n', code.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0));

    [GeneratedRegex("^```(\\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
