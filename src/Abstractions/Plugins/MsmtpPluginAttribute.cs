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
