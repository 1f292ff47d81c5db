using Msmtp.Hosting;

namespace Msmtp.Cli;

/// <summary>
/// <c>temporary_failures on</c>: EX_TEMPFAIL wherever sending the same mail again may help and cannot deliver it twice, so that a script
/// need not know all of msmtp's exit codes. Nothing here does I/O.
/// </summary>
static class TemporaryFailures
{
    /// <summary>The record, with the exit code that the account asks for.</summary>
    public static DeliveryRecord Marked(DeliveryRecord record) =>
        record.Failure is { } failure && IsWanted(record.Account.Settings) && (MayPass(failure) || MayPass(failure, record.Result))
            ? record with { Result = record.Result with { Failure = Marked(failure) } }
            : record;

    /// <summary>The failure, with the exit code that the account asks for.</summary>
    public static MailException Marked(MailException e, AccountSettings settings) =>
        IsWanted(settings) && MayPass(e.Failure) && e.ExitCode != ExitCode.TempFail ? new MailException(Marked(e.Failure), e.InnerException) : e;

    static bool IsWanted(AccountSettings settings) => settings.Get(DeliverySettings.TemporaryFailures);

    static DeliveryFailure Marked(DeliveryFailure failure) => failure with { ExitCode = ExitCode.TempFail };

    static bool MayPass(DeliveryFailure failure) => failure switch
    {
        // Trying again could deliver it twice.
        { MayHaveBeenDelivered: true } => false,
        { Reply: { } reply } => reply.IsTransient,
        { IsTemporary: true } => true,
        // Someone else's transport, which may not set the flag.
        _ => failure is { Stage: > DeliveryStage.Configure, ExitCode: ExitCode.IoErr or ExitCode.TempFail },
    };

    // LMTP replies for each recipient after the message: those who have it must not get it again.
    static bool MayPass(DeliveryFailure failure, SendResult result) =>
        failure is { Stage: DeliveryStage.EndOfData, Reply: null, MayHaveBeenDelivered: false }
        && result.Recipients.All(static recipient => recipient is { Outcome: SendOutcome.Deferred, Reply: not null });
}
