/** Words that hold a language's sentences together and stand in nearly each of them. By ISO 639-1 code; lower case. */
const lists: Record<string, string> = {
  en: "the and of to is in that it was for with as on are this be at have not but they you his her from or had which has were been their would there what will if about who so can more when some my an by we just your very do me all than its out into only i we me no do go get got know how now one don't it's i'm u ur",
  de: 'der die das und ist nicht ein eine zu den mit von für auf im sich dem des es als auch war wie aus bei nach wird sind noch nur über sehr ich wir ihr aber oder wenn so dass hat haben einen einem einer kann mehr man dieser diese dieses',
  fr: "le la les des et est une un que dans pour qui pas sur plus ce avec il elle au par ne se sont cette mais ou comme nous vous je très tout aux été leur ses son sa deux même bien être fait c'est j'ai n'est d'un d'une qu'il l'on",
  es: 'el la los las de que y en un una es por con para no se del al lo como más pero sus le ya este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les fue era ser ha son mi',
  it: "il lo la gli le di che e un una è per non con del della dei delle nel nella sono si come più ma anche questo questa se ci ha dal alla al molto era stato essere tutto quando mi suo sua perché chi dove cosa c'è dell' nell'",
  pt: 'o a os as de que e do da em um uma é para com não dos das no na por mais como mas foi ao ele ela seu sua ou ser quando muito há nos já está eu também só pelo pela até isso são tem entre era depois sem mesmo aos ter',
  nl: 'de het een en van is dat die niet te in op met voor zijn er maar om aan ook als was bij naar dan uit nog wel door over deze hij zij ik we wat dit worden kan heeft hebben had zo geen veel meer zeer werd mijn',
  sv: 'och att det som en på är av för med den till inte har de ett om var jag men sig så från vi kan när över också efter eller nu där bara mycket hon han hade skulle varit vara mig detta denna alla mot min',
  da: 'og at det er en til på af for med den som ikke der de et har jeg han om var vi men sig så fra kan efter eller nu hvor bare meget hun havde skulle været være mig dette denne alle mod mit blev også',
  nb: 'og at det er en til på av for med den som ikke de et har jeg han om var vi men seg så fra kan etter eller nå hvor bare mye hun hadde skulle vært være meg dette denne alle mot mitt ble også fordi',
  fi: 'ja on ei että se oli hän en mutta ovat kun mitä niin kuin tai vain jos minä sen joka myös ole ollut olen nyt sitä hyvin tämä vielä kaikki siitä mukaan jo joita olisi ovat minun sekä',
  pl: 'i w nie na się z to jest do że jak ale o po co tak za od jego przez tylko czy był była było ten ta by już są bardzo może dla mnie oraz przed przy jej ich tego która który które',
  cs: 'a se na je že v to s z do jsem jako ale by za o po co byl byla bylo si tak jeho nebo jen už jsou pro velmi ve jak není od při která který které také aby mě když této tento',
  tr: 've bir bu da de için çok ne ile daha gibi ama var o ben mi kadar olarak değil olan sonra en her şey ki yok bana sen biz oldu olduğu diye hiç bile nasıl bunu onun',
  id: 'yang dan di ini itu dengan untuk tidak dari dalam akan pada juga saya ke karena ada bisa mereka lebih sudah kami atau oleh seperti adalah telah sangat anda kita sebagai hanya banyak jika',
  ro: 'și de la în a cu pe nu este o un care să mai din că pentru al se au fost ce sau dar ca fi era cum foarte după prin până acest această sunt lui ei am ne îmi',
  hu: 'a az és hogy nem is egy ez de azt meg csak van volt már még ki mint el én ha vagy nagyon mert kell lesz most minden lehet úgy mi ő szerint itt után pedig',
  vi: 'và của là có trong không được cho với một các này đã người những như khi để tôi từ ra rất nhưng đến ở về vì nhiều cũng lại sẽ nó hay',
  ru: 'и в не на что с он как это по но из у за от то для о так же к все бы я вы мы она они его было только был была быть если или уже когда очень нет есть мне меня этот',
  uk: 'і в не на що з він як це по але із у за від то для о так же до все б я ви ми вона вони його було тільки був була бути якщо або вже коли дуже немає є мені мене цей та',
  bg: 'и в не на че с той като това по но от за то да о така се е я вие ние тя те му беше само бил била бъде ако или вече когато много няма има ми мен този са ще със във',
}

/** For each word the languages that have it. */
export const languagesOf: ReadonlyMap<string, readonly string[]> = (() => {
  const found = new Map<string, string[]>()
  for (const [language, words] of Object.entries(lists))
    for (const word of new Set(words.split(' '))) {
      const languages = found.get(word)
      if (languages) languages.push(language)
      else found.set(word, [language])
    }
  return found
})()
