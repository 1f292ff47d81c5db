namespace Msmtp;

/// <summary>Names the plugin of an assembly.</summary>
/// <param name="builtAgainst">Leave it out: the compiler inserts the version of Msmtp.Abstractions that it compiles against.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class MsmtpPluginAttribute<T>(string builtAgainst = AbstractionsVersion.Number) : MsmtpPluginAttribute(builtAgainst)
    where T : IPlugin, new()
{
    /// <summary>Creates the plugin.</summary>
    public override IPlugin Create() => new T();
}

/// <summary>The attribute as the loader sees it. Plugins use <see cref="MsmtpPluginAttribute{T}"/>.</summary>
/// <param name="builtAgainst">The version of Msmtp.Abstractions that the plugin was compiled against.</param>
public abstract class MsmtpPluginAttribute(string builtAgainst) : Attribute
{
    /// <summary>The version of Msmtp.Abstractions that the plugin was compiled against.</summary>
    public string BuiltAgainst { get; } = builtAgainst;

    /// <summary>Creates the plugin.</summary>
    public abstract IPlugin Create();
}
