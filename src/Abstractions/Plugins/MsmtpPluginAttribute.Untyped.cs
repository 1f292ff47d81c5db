namespace Msmtp;

/// <summary>The attribute as the loader sees it. Plugins use <see cref="MsmtpPluginAttribute{T}"/>.</summary>
public abstract class MsmtpPluginAttribute : Attribute
{
    /// <summary>Makes the plugin.</summary>
    public abstract IPlugin Create();
}
