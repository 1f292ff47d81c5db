namespace Msmtp;

/// <summary>The attribute as the loader sees it. Plugins use <see cref="MsmtpPluginAttribute{T}"/>.</summary>
/// <param name="builtAgainst">The version of Msmtp.Abstractions that the plugin was compiled with.</param>
public abstract class MsmtpPluginAttribute(string builtAgainst) : Attribute
{
    /// <summary>The version of Msmtp.Abstractions that the plugin was compiled with.</summary>
    public string BuiltAgainst { get; } = builtAgainst;

    /// <summary>Makes the plugin.</summary>
    public abstract IPlugin Create();
}
