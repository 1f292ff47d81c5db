namespace Msmtp.Cli;

/// <summary>
/// The version of this program, which is also that of the plugins compiled into it. The build writes it down as a constant: to look
/// it up would keep what reads attributes in the native command, where all that is there costs at every start.
/// </summary>
static partial class ProgramVersion
{
}
