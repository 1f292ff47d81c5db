using System.Runtime.CompilerServices;
using Faulty.Library;
using Msmtp;

[assembly: MsmtpPlugin<Faulty.FaultyPlugin>]

namespace Faulty;

/// <summary>Does what no plugin may do. Which of it stands in the file <c>fault</c> beside the assembly; without one it works.</summary>
public sealed class FaultyPlugin : IPlugin
{
    readonly string fault = Fault();

    public FaultyPlugin()
    {
        if (fault == "constructor throws")
            throw new InvalidOperationException("the constructor\nis broken");
        if (fault == "constructor hangs")
            Misbehaviour.Hang();
    }

    public string Id => fault switch
    {
        "no id" => null!,
        "somebody else's id" => "auth.sasl",
        _ => "tests.faulty",
    };

    public void Register(IPluginRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(registry);
        switch (fault)
        {
            case "register throws":
                throw new InvalidOperationException("register is broken");
            case "register hangs":
                Misbehaviour.Hang();
                break;
            case "missing dependency":
                registry.AddSetting(new SettingKey<string?>(NeedLibrary(), null, SettingParsers.Text));
                break;
            case "duplicate setting":
                registry.AddSetting(new SettingKey<string?>("port", null, SettingParsers.Text));
                break;
            case "null mechanism":
                registry.AddSasl(null!);
                break;
        }
        registry
            .AddSetting(new SettingKey<string?>("faulty_word", null, ParseWord))
            .AddSasl(new SaslMechanism("X-FAULTY", new SaslFacts(99) { IsSafeWithoutTls = true, NeedsUser = false, Secret = null }, _ => new FaultyMechanism(fault)))
            .AddSecretSource("faulty", new SecretFacts(150), _ => new FaultySource(fault))
            .AddTransport("faulty", (_, _) => fault == "connection is null" ? default : new ValueTask<ITransport>(new FaultyTransport(fault)))
            .AddMessageFilter("faulty", 0, context => fault.StartsWith("filter", StringComparison.Ordinal) ? new FaultyFilter(fault, context) : null)
            .AddLogSink("faulty", _ => new FaultyLog(fault));
    }

    bool ParseWord(SettingArgument argument, out string? value)
    {
        Misbehaviour.Of("parser", fault);
        return SettingParsers.Text(argument, out value);
    }

    // A method of its own: the runtime looks for the library when it compiles the one that says its name.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static string NeedLibrary() => Word.Spoken;

    static string Fault()
    {
        var file = Path.Combine(Path.GetDirectoryName(typeof(FaultyPlugin).Assembly.Location) ?? "", "fault");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : "";
    }
}
