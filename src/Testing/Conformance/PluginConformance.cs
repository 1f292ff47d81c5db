using System.Reflection;
using System.Text.RegularExpressions;
using Msmtp.Text;

namespace Msmtp.Testing;

/// <summary>What every plugin must do, whatever its kind. The suites of the contracts include it.</summary>
public abstract partial class PluginConformance
{
    static readonly string[] Arguments =
    [
        "", " ", "on", "off", "0", "-1", "1", "99999999999999999999", "0x", "~", "~/x", "/", "a b", "\"", "'", "\\", "%", "\t", "\u0001", "\u00FC", "\uDCFF",
        new('x', 100_000),
    ];

    /// <summary>A new instance of the plugin each time.</summary>
    protected abstract IPlugin Plugin { get; }

    /// <summary>The lines of msmtprc that an account needs for it; empty: none.</summary>
    protected virtual string Msmtprc => "";

    /// <summary>What it registers.</summary>
    protected PluginUnderTest Registered => field ??= new PluginUnderTest(Plugin);

    /// <summary>The token of the running test.</summary>
    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The context that the plugin's factories are given.</summary>
    /// <param name="msmtprc">The lines of msmtprc.</param>
    protected virtual PluginContext Context(string msmtprc) => Registered.Context(msmtprc);

    /// <summary>The host creates one plugin per process, and each mailer of an application another.</summary>
    [Fact]
    public void It_registers_the_same_each_time()
    {
        var again = new PluginUnderTest(Plugin);

        Assert.Equal(Names(Registered), Names(again));
    }

    /// <summary>Errors and listings show it.</summary>
    [Fact]
    public void Its_id_is_made_of_lower_case_letters_digits_dots_and_dashes() => Assert.Matches(IdPattern(), Registered.Plugin.Id);

    /// <summary>This is how the loader finds it without searching.</summary>
    [Fact]
    public void Its_assembly_names_it()
    {
        var type = Registered.Plugin.GetType();

        Assert.IsType(type, type.Assembly.GetCustomAttribute<MsmtpPluginAttribute>()?.Create());
    }

    /// <summary>A parser gets whatever someone wrote; when it refuses, the host reports file and line.</summary>
    [Fact]
    public void Its_settings_take_an_argument_or_refuse_it()
    {
        foreach (var spelling in Registered.Settings.SelectMany(static key => key.Spellings))
        {
            Assert.Matches(CommandPattern(), spelling.Name);
            foreach (var argument in Arguments)
                Assert.Null(Record.Exception(() => spelling.TryApply(new SettingArgument(argument), new AccountSettingsBuilder())));
        }
    }

    /// <summary><c>--pretend</c> shows every setting, set or not, but must not show secrets.</summary>
    [Fact]
    public void Its_settings_can_be_shown_whatever_is_set()
    {
        foreach (var key in Registered.Settings)
        {
            Assert.NotNull(key.Show(AccountSettings.Empty));
            Assert.NotNull(key.Show(Registered.Account($"host mail.example.org\n{Msmtprc}").Settings));
        }
    }

    /// <summary>
    /// Holds an exception to the contracts: failures are <see cref="MailException"/>s, cancelling is answered by a cancellation.
    /// </summary>
    private protected static void AssertAllowed(Exception? e, CancellationToken cancelled = default)
    {
        if (e is null || e is OperationCanceledException && cancelled.IsCancellationRequested)
            return;
        var failure = Assert.IsType<MailException>(e);
        Assert.NotEqual(ExitCode.Ok, failure.ExitCode);
        Assert.NotEmpty(failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    /// <summary>Nothing that may be printed contains the secret, or its base64.</summary>
    private protected static void AssertHidden(string secret, string? text)
    {
        Assert.DoesNotContain(secret, text ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String(OctetText.Encode(secret)), text ?? "", StringComparison.Ordinal);
    }

    static IEnumerable<string> Names(PluginUnderTest plugin) =>
    [
        plugin.Plugin.Id,
        .. plugin.Settings.SelectMany(static key => key.Spellings).Select(static spelling => spelling.Name),
        .. plugin.Mechanisms.Select(static mechanism => mechanism.Name),
        .. plugin.SecretSources.Keys, .. plugin.Transports.Keys, .. plugin.MessageFilters.Keys, .. plugin.LogSinks.Keys, .. plugin.MailQueues.Keys,
    ];

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]*$")]
    private static partial Regex IdPattern();

    [GeneratedRegex("^[a-z][a-z0-9_]*$")]
    private static partial Regex CommandPattern();
}
