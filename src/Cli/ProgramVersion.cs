using System.Reflection;

namespace Msmtp.Cli;

/// <summary>The version of this program, which is also that of the plugins compiled into it.</summary>
static class ProgramVersion
{
    public static string Text =>
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
