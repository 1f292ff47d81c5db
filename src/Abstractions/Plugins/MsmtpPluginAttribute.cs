namespace Msmtp;

/// <summary>Names the plugin of an assembly, so that nobody has to search for it.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class MsmtpPluginAttribute<T> : MsmtpPluginAttribute
    where T : IPlugin, new()
{
    /// <summary>Makes the plugin.</summary>
    public override IPlugin Create() => new T();
}
