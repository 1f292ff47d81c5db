namespace Msmtp;

/// <summary>
/// Something that msmtp can do. One public class per assembly, with a parameterless constructor that does nothing; the
/// host makes it once and calls <see cref="Register"/> once.
/// </summary>
public interface IPlugin
{
    /// <summary>A name that no other plugin has: <c>auth.ntlm</c>. Lower case letters, digits, dots and dashes.</summary>
    string Id { get; }

    /// <summary>Says what the plugin has to offer. No I/O, no state, no exceptions of its own.</summary>
    void Register(IPluginRegistry registry);
}
