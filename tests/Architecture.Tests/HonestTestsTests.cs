using System.Text.RegularExpressions;

namespace Msmtp.Architecture.Tests;

/// <summary>A test waits for what it is about and not for time to pass, and says what it expects.</summary>
public sealed partial class HonestTestsTests
{
    // Where time itself is what happens: servers that drip, and plugins that are slow on purpose. The two others fail when it takes too long.
    static readonly string[] TakeTheirTime =
    [
        "Drip.cs", "FakeSource.cs", "FakeLog.cs", "FakeQueue.cs", "FakePeer.cs", "FakeTransport.cs", "Daemon.cs", "Eventually.cs",
    ];

    [Fact]
    public void No_test_sleeps()
    {
        var sleeping =
            from file in Repository.Sources("tests")
            where !TakeTheirTime.Contains(Path.GetFileName(file)) && Path.GetFileName(file) != "HonestTestsTests.cs"
            from sleep in Sleep().Matches(File.ReadAllText(file))
            select $"{Path.GetRelativePath(Repository.Root, file)}: {sleep.Value}";

        Assert.Empty(sleeping);
    }

    [Fact]
    public void Every_test_asserts()
    {
        var sources = Repository.Sources("tests").Concat(Repository.Sources("src/Testing")).Concat(Repository.Sources("samples"))
            .Select(static file => new TestSource(file)).ToList();

        var silent = sources.SelectMany(source => source.Tests.Where(test => !source.Asserts(test, sources)).Select(test => $"{source.Name}: {test.Name}"));

        Assert.True(!silent.Any(), string.Join('\n', silent));
        Assert.True(sources.Sum(static source => source.Tests.Count) > 1500, "the tests are no longer found");
    }

    [GeneratedRegex(@"Thread\.(Sleep|Yield|SpinWait)\b.*|SpinWait\.SpinUntil.*|\bTask\.Delay\((?!Timeout\.Infinite)(?!.*, time,).*")]
    private static partial Regex Sleep();
}
