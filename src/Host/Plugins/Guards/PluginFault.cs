using System.Reflection;
using Msmtp.Text;

namespace Msmtp.Hosting;

/// <summary>Explains an exception from a plugin to the person who installed it, on one line. Nothing here does I/O.</summary>
static class PluginFault
{
    /// <param name="fault">What was thrown by the plugin, or by loading it.</param>
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

    // What the runtime throws when code refers to a type or member that the loaded assembly does not have.
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

/// <summary>The notice about a plugin that failed where the mail goes on without it.</summary>
static class PluginNotice
{
    /// <summary>From a failure that the plugin reported itself, or that its guard made of what it threw.</summary>
    public static HostNotice Of(MailException failure) =>
        new(failure.Message) { Exception = failure.ExitCode == ExitCode.Software ? failure.InnerException : null };
}
