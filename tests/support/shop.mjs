// A shop of its own in a stack's database: items that can be bought as the kind
// 'company' without anything else being there.
//
//	const shop = await openShop(stack)
//	const item = await shop.add({ seller: ines.id, price: 10000 })
//	const order = await shop.buy(mia.id, item)              // being paid by Stripe
//	await shop.pay(order)                                   // 'fulfilled'
//
// Everything goes through the functions that the programs call.

export async function openShop(stack) {
	await stack.sql(`CREATE TABLE test_shop (item bigint GENERATED ALWAYS AS
		IDENTITY PRIMARY KEY, seller bigint, price bigint NOT NULL,
		currency text NOT NULL, parts jsonb, policy bigint, title text NOT NULL)`)
	await stack.sql(`CREATE FUNCTION test_shop_quote(wanted bigint, buyer bigint,
			detail jsonb) RETURNS quote LANGUAGE plpgsql STABLE AS $$
		DECLARE
			s test_shop;
			q quote;
		BEGIN
			SELECT * INTO s FROM test_shop x WHERE x.item = wanted;
			q.seller_id := s.seller;
			q.list_amount := s.price;
			q.currency := s.currency;
			q.title := s.title;
			q.parts := s.parts;
			RETURN q;
		END $$;
		CREATE FUNCTION test_shop_fulfil(o orders) RETURNS boolean LANGUAGE sql
			AS 'SELECT true';
		CREATE FUNCTION test_shop_back(o orders) RETURNS bigint LANGUAGE sql
			AS $$ SELECT coalesce(policy, (o).paid_amount) FROM test_shop
				WHERE item = (o).item_id $$;
		GRANT ALL ON test_shop TO belay_owner;
		GRANT EXECUTE ON FUNCTION test_shop_quote(bigint, bigint, jsonb),
			test_shop_fulfil(orders), test_shop_back(orders) TO belay_owner;
		INSERT INTO order_kind VALUES ('company', 'test_shop_quote', NULL,
			'test_shop_fulfil', NULL, 'test_shop_back')
		ON CONFLICT (kind) DO UPDATE SET quote = excluded.quote, opened = NULL,
			fulfil = excluded.fulfil, release = NULL,
			returnable = excluded.returnable`)
	return new Shop(stack)
}

class Shop {
	constructor(stack) {
		this.stack = stack
		this.made = 0
	}

	async add({ seller = null, price, currency = 'USD', parts = null,
		policy = null, title = `Item ${++this.made}` }) {
		const [{ item }] = await this.stack.sql(`INSERT INTO test_shop (seller,
			price, currency, parts, policy, title) VALUES ($1, $2, $3, $4, $5, $6)
			RETURNING item`, seller, price, currency, parts, policy, title)
		return item
	}

	/** One value of a statement run as this member. */
	async as(person, text, ...values) {
		const [row] = await this.stack.sql(`WITH me AS MATERIALIZED (SELECT
			set_config('app.user_id', '${Number(person)}', true) AS x)
			SELECT (SELECT ${text}) AS value FROM me WHERE x IS NOT NULL`, ...values)
		return row.value
	}

	/** An order, its payment begun (provider null: not yet). */
	async buy(buyer, item, { provider = 'stripe', code = null } = {}) {
		const order = await this.as(buyer, `(order_create('company', $1, $2, $3,
			NULL)).id`, item, provider, code)
		if (provider)
			await this.as(buyer, '(payment_begin($1, $2)).id', order, provider)
		return order
	}

	/** The money is there; what order_paid() says. */
	async pay(order, { amount = null, currency = null, ref = `pi_${order}` } = {}) {
		const [{ said }] = await this.stack.sql(`SELECT order_paid(o.id, o.provider, $2,
			coalesce($3::bigint, o.total_amount), coalesce($4, o.currency)) AS said
			FROM orders o WHERE o.id = $1`, order, ref, amount, currency)
		return said
	}

	async find(order) {
		return (await this.stack.sql('SELECT * FROM orders WHERE id = $1', order))[0]
	}

	/** What does not add up: must be empty. */
	wrong() {
		return this.stack.sql('SELECT * FROM ledger_verify()')
	}
}
