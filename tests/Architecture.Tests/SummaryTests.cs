using Msmtp.TestKit;

namespace Msmtp.Architecture.Tests;

/// <summary>The closing line of test.sh: it says that all is well only if every program said so.</summary>
public sealed class SummaryTests : IDisposable
{
    readonly TempDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task What_every_program_found_is_added_up()
    {
        Program("A.Tests", passed: 3, skipped: 1);
        Program("Msmtp.Peers", passed: 4);

        Assert.Equal((0, "tests: 7 passed, 0 failed, 1 skipped\n", ""), await SummaryAsync());
    }

    [Fact]
    public async Task A_test_that_failed_is_told()
    {
        Program("A.Tests", passed: 3, failed: 2);
        Program("B.Tests", passed: 1, errors: 1);

        Assert.Equal((1, "tests: 4 passed, 3 failed, 0 skipped\n", ""), await SummaryAsync(2));
    }

    [Fact]
    public async Task A_program_that_crashed_or_never_ran_counts_as_failed()
    {
        Program("A.Tests", passed: 3);
        Project("B.Tests");

        Assert.Equal(
            (1, "tests: 3 passed, 1 failed, 0 skipped\n", "summary.sh: B.Tests left no report: it crashed, or did not run\n"), await SummaryAsync(134));
    }

    [Fact]
    public async Task A_program_that_crashed_while_it_wrote_its_report_counts_as_failed()
    {
        Program("A.Tests", passed: 3);
        Project("B.Tests");
        folder.Write("results/b.xml", Report("B.Tests", passed: 5)[..^20]);

        Assert.Equal((1, "tests: 3 passed, 1 failed, 0 skipped\n", "summary.sh: B.Tests left half a report: it crashed\n"), await SummaryAsync(134));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task A_program_that_ran_no_test_counts_as_failed(int notRun)
    {
        Program("A.Tests", passed: 3);
        Project("B.Tests");
        folder.Write("results/b.xml", Report("B.Tests", notRun: notRun));

        Assert.Equal((1, "tests: 3 passed, 1 failed, 0 skipped\n", "summary.sh: B.Tests ran no test\n"), await SummaryAsync(8));
    }

    [Fact]
    public async Task A_run_that_failed_for_no_known_reason_counts_as_failed()
    {
        Program("A.Tests", passed: 3);

        Assert.Equal(
            (1, "tests: 3 passed, 1 failed, 0 skipped\n", "summary.sh: the run ended with status 7, though no test failed\n"), await SummaryAsync(7));
    }

    [Fact]
    public async Task Nothing_at_all_is_a_failure()
    {
        Directory.CreateDirectory(folder.File("tests"));

        Assert.Equal((1, "tests: 0 passed, 1 failed, 0 skipped\n", "summary.sh: there is no test program\n"), await SummaryAsync());
    }

    [Fact]
    public async Task Every_project_with_tests_is_one_that_the_line_asks_after()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(TestPaths.Root, "tests"), "*.csproj", SearchOption.AllDirectories)
            .Select(static file => Path.GetFileNameWithoutExtension(file))
            .Where(static name => name.EndsWith("Tests", StringComparison.Ordinal) || name == "Msmtp.Peers")
            .ToList();
        Directory.CreateDirectory(folder.File("results"));

        var (_, line, complaints) = await SummaryAsync(tests: Path.Combine(TestPaths.Root, "tests"));

        Assert.Equal($"tests: 0 passed, {projects.Count} failed, 0 skipped\n", line);
        Assert.All(projects, name => Assert.Contains($"summary.sh: {name} left no report", complaints, StringComparison.Ordinal));
        var solution = await File.ReadAllTextAsync(Path.Combine(TestPaths.Root, "msmtp.sln"), TestContext.Current.CancellationToken);
        Assert.All(projects, name => Assert.Contains($"\\{name}.csproj\"", solution, StringComparison.Ordinal));
    }

    void Project(string name) => folder.Write($"tests/{name}/{name}.csproj", "");

    void Program(string name, int passed = 0, int failed = 0, int skipped = 0, int errors = 0)
    {
        Project(name);
        folder.Write($"results/{name}.xml", Report(name, passed, failed, skipped, errors));
    }

    static string Report(string name, int passed = 0, int failed = 0, int skipped = 0, int errors = 0, int notRun = 0) =>
        $"""
        <assemblies><assembly name="/somewhere/bin/{name}.dll" errors="{errors}" failed="{failed}" not-run="{notRun}" passed="{passed}" skipped="{skipped}" total="{passed + failed + skipped + notRun}" test-framework="xUnit.net v3"><collection passed="999" failed="999"></collection></assembly></assemblies>
        """;

    async Task<(int ExitCode, string Output, string Error)> SummaryAsync(int status = 0, string? tests = null)
    {
        var summary = new CommandRunner(Path.Combine(TestPaths.Root, "tests", "summary.sh"))
        {
            Arguments = [tests ?? folder.File("tests"), folder.File("results"), $"{status}"],
        };
        var result = await summary.RunAsync(TestContext.Current.CancellationToken);
        return (result.ExitCode, result.OutputText, result.ErrorText);
    }
}
