namespace Msmtp.Cli;

/// <summary>
/// The version of this program, which is also that of the plugins compiled into it. The build writes it down as a constant: to look
/// it up by reflection would keep a twentieth of all types in the native command, each of which costs at every start.
/// </summary>
static partial class ProgramVersion
{
}
