// On a server there are no elements to define.

export const JourneyFeedback = undefined;
export const journeyFeedback = undefined;
