using Msmtp.TestKit;

namespace Msmtp.Plugins.Tests;

/// <summary>Plugins from a folder at work, in the managed host.</summary>
public sealed class LoadingTests : IAsyncLifetime
{
    const string Mail = "Subject: x\n\nhi\n";
    const string To = "you@example.net";

    readonly PluginUser user = new();

    public ValueTask InitializeAsync() => default;

    public ValueTask DisposeAsync() => user.DisposeAsync();

    [Fact]
    public async Task Two_plugins_have_two_versions_of_one_library()
    {
        user.Plugins.Install("Json.Old", "Json.Old").Install("Json.New", "Json.New");

        var result = await RunAsync("plugin Json.Old\nplugin Json.New\n", To);

        Assert.Equal(
            "msmtp: {\"Plugin\":\"json.old\",\"Library\":\"12.0.0.0\",\"Exit\":\"Ok\"}\n"
            + "msmtp: {\"Plugin\":\"json.new\",\"Library\":\"13.0.0.0\",\"Exit\":\"Ok\"}\n",
            result.ErrorText);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task One_that_was_built_against_a_newer_minor_version_works_while_it_uses_nothing_new()
    {
        user.Plugins.Install("Newer/Plugin", "Newer");

        var result = await RunAsync("plugin Newer\ndefaults\nnewer_word x\n", "--plugins");

        Assert.Matches("\ntests[.]newer +0[.]1[.]0 +settings +newer_word\n +from +/.*/Newer/Newer[.]dll\n +built against +Msmtp[.]Abstractions 1[.]9[.]0\n", result.OutputText);
        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
    }

    [Fact]
    public async Task One_that_was_built_against_an_older_version_works()
    {
        user.Plugins.Install("Older/Plugin", "Older");
        await using var server = ScriptedServer.Start("""
            S: 220 mail.example.org
            C: EHLO localhost
            S: 250-mail.example.org
            S: 250 AUTH X-OLDER
            C: AUTH X-OLDER aGVsbG8=
            S: 535 5.7.8 no
            --- gone ---
            """);

        var result = await user.RunAsync(
            TestPaths.ManagedHost, "", Mail, "--plugin=Older", "--host=127.0.0.1", $"--port={server.Port}", "--from=me@example.org", "--auth=x-older", To);

        await server.FinishAsync();
        Assert.Equal("msmtp: authentication failed (method X-OLDER)\nmsmtp: server message: 535 5.7.8 no\nmsmtp: could not send mail\n", result.ErrorText);
    }

    [Fact]
    public async Task A_native_library_of_a_plugin_is_found()
    {
        user.Plugins.Install("Sqlite", "Sqlite");

        var result = await RunAsync("plugin Sqlite\n", To);

        Assert.Equal((0, "msmtp: sqlite says 42\n"), (result.ExitCode, result.ErrorText));
    }

    [Fact]
    public async Task A_plugins_settings_are_commands_of_msmtprc_behind_its_line()
    {
        user.Plugins.Install("Faulty", "Faulty");

        var behind = await RunAsync("plugin Faulty\ndefaults\nfaulty_word x\n", To);
        var before = await RunAsync("faulty_word x\nplugin Faulty\n", To);

        Assert.Equal((0, ""), (behind.ExitCode, behind.ErrorText));
        Assert.Equal((78, $"msmtp: {user.FileOf(".msmtprc")}: line 1: unknown command faulty_word\n"), (before.ExitCode, before.ErrorText));
    }

    [Fact]
    public async Task A_plugin_comes_before_any_eval()
    {
        user.Plugins.Install("Faulty", "Faulty");

        var result = await RunAsync("eval echo defaults\nplugin Faulty\n", To);

        Assert.Equal((78, $"msmtp: {user.FileOf(".msmtprc")}: line 2: command plugin must come before any eval\n"), (result.ExitCode, result.ErrorText));
    }

    [Fact]
    public async Task A_plugin_that_is_compiled_in_may_be_named()
    {
        var result = await RunAsync("plugin auth.ntlm\nplugin auth.ntlm\n", To);

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
    }

    [Fact]
    public async Task Without_msmtprc_the_command_line_does_the_same()
    {
        user.Plugins.Install("Faulty", "Faulty");

        var result = await user.RunAsync(
            TestPaths.ManagedHost, "", Mail, "--plugin=Faulty", "--host=127.0.0.1", $"--port={user.Sink.Port}", "--from=me@example.org",
            "--setting=faulty_word=x", "--setting=transport=smtp", To);

        Assert.Equal((0, ""), (result.ExitCode, result.ErrorText));
        Assert.NotNull(user.Sink.TakeMail());
    }

    [Theory]
    [InlineData("--setting=bogus=x", "unknown command bogus in --setting")]
    [InlineData("--setting=port=x", "invalid argument x for command port in --setting")]
    [InlineData("--plugins=xml", "invalid argument xml for --plugins")]
    public async Task A_wrong_option_is_told(string option, string complaint)
    {
        var result = await user.RunAsync(TestPaths.ManagedHost, "", Mail, option, To);

        Assert.Equal((64, $"msmtp: {complaint}\n"), (result.ExitCode, result.ErrorText));
    }

    [Fact]
    public async Task An_account_chooses_its_transport()
    {
        user.Plugins.Install("Faulty", "Faulty");

        var faulty = await RunAsync("plugin Faulty\ndefaults\ntransport faulty\n", To);
        var unknown = await RunAsync("defaults\ntransport pigeon\n", To);

        Assert.Equal((0, ""), (faulty.ExitCode, faulty.ErrorText));
        Assert.Null(user.Sink.TakeMail());
        Assert.StartsWith("msmtp: there is no transport pigeon; there is smtp", unknown.ErrorText, StringComparison.Ordinal);
        Assert.Equal(78, unknown.ExitCode);
    }

    [Fact]
    public async Task Plugins_are_listed_as_JSON()
    {
        user.Plugins.Install("Faulty", "Faulty");

        var result = await RunAsync("plugin Faulty\n", "--plugins=json");

        using var json = System.Text.Json.JsonDocument.Parse(result.Output);
        var faulty = json.RootElement.EnumerateArray().Single(static plugin => plugin.GetProperty("id").GetString() == "tests.faulty");
        Assert.Equal(user.Plugins.AssemblyOf("Faulty"), faulty.GetProperty("assembly").GetString());
        Assert.Equal("0.1.0", faulty.GetProperty("version").GetString());
        Assert.Equal("faulty_word", faulty.GetProperty("settings")[0].GetString());
        Assert.Equal("X-FAULTY", faulty.GetProperty("mechanisms")[0].GetString());
    }

    // Line 1 is the test's first line; what it sets holds for the account behind it.
    Task<CommandResult> RunAsync(string lines, params IReadOnlyList<string> arguments) =>
        user.RunAsync(TestPaths.ManagedHost, $"{lines}{user.Account}", Mail, arguments);
}
