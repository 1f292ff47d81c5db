namespace Msmtp;

/// <summary>Names the plugin of an assembly, so that nobody has to search for it.</summary>
/// <param name="builtAgainst">Left out: the compiler puts in the version of Msmtp.Abstractions that it compiles with.</param>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class MsmtpPluginAttribute<T>(string builtAgainst = AbstractionsVersion.Number) : MsmtpPluginAttribute(builtAgainst)
    where T : IPlugin, new()
{
    /// <summary>Makes the plugin.</summary>
    public override IPlugin Create() => new T();
}

/// <summary>The attribute as the loader sees it. Plugins use <see cref="MsmtpPluginAttribute{T}"/>.</summary>
/// <param name="builtAgainst">The version of Msmtp.Abstractions that the plugin was compiled with.</param>
public abstract class MsmtpPluginAttribute(string builtAgainst) : Attribute
{
    /// <summary>The version of Msmtp.Abstractions that the plugin was compiled with.</summary>
    public string BuiltAgainst { get; } = builtAgainst;

    /// <summary>Makes the plugin.</summary>
    public abstract IPlugin Create();
}
