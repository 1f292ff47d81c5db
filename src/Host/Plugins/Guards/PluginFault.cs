using System.Reflection;

namespace Msmtp.Hosting;

/// <summary>What an exception out of a plugin means to the one who installed it, on one line. Nothing here does I/O.</summary>
static class PluginFault
{
    /// <param name="fault">What the plugin threw, or what loading it did.</param>
    /// <param name="builtAgainst">The version of Msmtp.Abstractions that it was built against; null: not known.</param>
    public static string Explain(Exception fault, string? builtAgainst) => PrintableText.Text(Unwrapped(fault) switch
    {
        Exception e when e is InvalidDataException or MailException => e.Message,
        DllNotFoundException e => $"a native library of it is missing: {e.Message}",
        FileNotFoundException { FileName: { } file } =>
            $"it needs {Short(file)}, which is not in its folder: put all there that its build makes",
        FileLoadException { FileName: { } file } e => $"{Short(file)} cannot be loaded: {e.Message}",
        BadImageFormatException e => $"a part of it cannot be run here: {e.Message}",
        Exception e when IsMissingPart(e) => $"{e.Message}{Versions(builtAgainst)}",
        var e => $"{e.GetType().Name}: {e.Message}",
    });

    static Exception Unwrapped(Exception fault) =>
        fault is TargetInvocationException or TypeInitializationException or AggregateException && fault.InnerException is { } inner
            ? Unwrapped(inner)
            : fault;

    // What the runtime throws when code asks for a type or a member that the assembly at hand does not have.
    static bool IsMissingPart(Exception e) => e is MissingMemberException or TypeLoadException;

    static string Versions(string? builtAgainst) =>
        $" (it was built against Msmtp.Abstractions {builtAgainst ?? "of a version that it does not tell"}, "
        + $"and here is {AbstractionsVersion.Number})";

    // Some.Library, Version=1.2.0.0, Culture=neutral, PublicKeyToken=null
    static string Short(string name)
    {
        var parts = name.Split(", ");
        return parts.FirstOrDefault(static part => part.StartsWith("Version=", StringComparison.Ordinal)) is { } version
            ? $"{parts[0]} {version["Version=".Length..]}"
            : name;
    }
}

/// <summary>What is told of a plugin that failed, where the mail goes on without it.</summary>
static class PluginNotice
{
    /// <summary>The plugin said so itself; or its guard did, of what it threw.</summary>
    public static HostNotice Of(MailException failure) =>
        new(failure.Message) { Exception = failure.ExitCode == ExitCode.Software ? failure.InnerException : null };
}
