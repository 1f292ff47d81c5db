namespace Msmtp.Hosting;

/// <summary>When a mail goes another way, and what is said if none was good. Nothing here does I/O.</summary>
static class FailoverRules
{
    /// <summary>What to do after a server has failed.</summary>
    /// <param name="result">What became of the mail there.</param>
    /// <param name="hasBegun">The server may have a part of the message.</param>
    public static FailoverStep After(SendResult result, bool hasBegun)
    {
        if (hasBegun || result.Failure is not { MayHaveBeenDelivered: false, Stage: <= DeliveryStage.Data } failure)
            return FailoverStep.End;
        return result.Outcome switch
        {
            SendOutcome.Deferred when PassingFailure.IsOfTheDelivery(failure) => FailoverStep.Next,
            SendOutcome.Deferred or SendOutcome.NotSent => FailoverStep.Stop,
            _ => FailoverStep.End,
        };
    }

    /// <summary>
    /// The failure to report when no way was good: the last one that passes by itself, so that the mail is tried again if that may help, and
    /// among these rather one that is about the mail than one of a server that is out of reach.
    /// </summary>
    public static int Reported(IReadOnlyList<SendResult> failed)
    {
        var best = failed.Count - 1;
        for (var i = best - 1; i >= 0; i--)
            if (Rank(failed[i]) > Rank(failed[best]))
                best = i;
        return best;
    }

    /// <summary>The failure, with what the other servers have said.</summary>
    public static DeliveryFailure Explained(DeliveryFailure failure, IReadOnlyList<string> others) =>
        others.Count == 0 ? failure : failure with { Message = $"{failure.Message}; also tried: {string.Join(", ", others)}" };

    /// <summary>A server's failure in a few words. Never an address: it becomes part of another failure, which may be logged.</summary>
    public static string Short(DeliveryFailure failure) =>
        failure is { Stage: >= DeliveryStage.Mail, Reply: { } reply } ? $"{reply.Code:D3} {reply.Status}".TrimEnd() + $" to {failure.Stage.ToString().ToUpperInvariant()}" : failure.Message;

    // A reply that makes no sense in a login is to be mended, like a refused one.
    static int Rank(SendResult result) =>
        result is not { Outcome: SendOutcome.Deferred, Failure: { } failure } || !PassingFailure.IsOfTheDelivery(failure) ? 0
        : PassingFailure.IsOfTheServer(failure) ? 1 : 2;
}

/// <summary>What to do after a server has failed.</summary>
enum FailoverStep
{
    /// <summary>Another way may be good.</summary>
    Next,

    /// <summary>Something is to be mended on this side: no further way is tried that was not to be tried before.</summary>
    Stop,

    /// <summary>The mail's fate is known, or cannot be known.</summary>
    End,
}
